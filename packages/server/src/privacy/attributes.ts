/** The attributes that a program's segments compare, each with the texts it is compared with. */
export type Asked = Readonly<Record<string, readonly string[]>>

/** Reads from a program, or any part of it, what its conditions ask for. */
export function askedBy(part: unknown, found: Record<string, string[]> = {}): Asked {
  if (typeof part !== 'object' || part === null) return found
  if ('attribute' in part && typeof part.attribute === 'string') {
    const { value, values = [value] } = part as { readonly value?: unknown; readonly values?: unknown[] }
    const texts = values.filter((item) => typeof item === 'string')
    found[part.attribute] = [...new Set([...(found[part.attribute] ?? []), ...texts])]
  }
  for (const item of Object.values(part)) askedBy(item, found)
  return found
}

/**
 * What may stay of an erased person's attributes, so that segments decide as before: those that the program compares,
 * and of texts only those that it names itself. Any other text is emptied, which equals as little.
 */
export function reduceAttributes(asked: Asked, attributes: unknown): Record<string, unknown> {
  if (typeof attributes !== 'object' || attributes === null) return {}
  const reduce = (known: readonly string[], value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => reduce(known, item))
    if (typeof value === 'number' || typeof value === 'boolean') return value
    return typeof value === 'string' && known.includes(value) ? value : ''
  }
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      Object.hasOwn(asked, name) ? [[name, reduce(asked[name]!, value)] as const] : [],
    ),
  )
}
