import * as v from 'valibot'

/** What we look at in a schema of the validator: every kind that the program's schema is made of. */
export interface SchemaNode {
  readonly type: string
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly item?: SchemaNode
  readonly wrapped?: SchemaNode
  readonly value?: SchemaNode
  /** Of a `variant`: the field that tells its options apart. */
  readonly key?: unknown
  readonly options?: readonly unknown[]
}

export type PathKey = string | number

/** A key that the schema does not know, with those that it does. */
export interface UnknownKey {
  readonly path: readonly PathKey[]
  readonly key: string
  readonly known: readonly string[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema itself, behind `optional`, and of a `variant` the one that `input` chose. */
function resolve(schema: SchemaNode, input: unknown): SchemaNode | undefined {
  if (schema.wrapped) return resolve(schema.wrapped, input)
  if (schema.type !== 'variant') return schema
  const key = typeof schema.key === 'string' ? schema.key : ''
  const chosen = isRecord(input) ? input[key] : undefined
  const options = (schema.options ?? []) as readonly SchemaNode[]
  return options.find(
    (option) => (option.entries?.[key] as { literal?: unknown } | undefined)?.literal === chosen,
  )
}

/** Every unknown key of `input`; the validator itself names only the first of each object. */
export function* unknownKeys(
  schema: SchemaNode,
  input: unknown,
  path: readonly PathKey[] = [],
): Generator<UnknownKey> {
  const node = resolve(schema, input)
  if (!node) return
  if (node.item && Array.isArray(input)) {
    for (const [index, item] of input.entries()) yield* unknownKeys(node.item, item, [...path, index])
  } else if (isRecord(input)) {
    for (const [key, value] of Object.entries(input)) {
      const entry = node.entries && Object.hasOwn(node.entries, key) ? node.entries[key] : undefined
      const inner = entry ?? node.value
      if (inner) yield* unknownKeys(inner, value, [...path, key])
      else if (node.entries) yield { path: [...path, key], key, known: Object.keys(node.entries) }
    }
  }
}

/** What the schema says about the place at `path`. */
export function descriptionAt(
  schema: SchemaNode,
  input: unknown,
  path: readonly PathKey[],
): string | undefined {
  let node: SchemaNode | undefined = schema
  let value = input
  for (const key of path) {
    const inner: SchemaNode | undefined = resolve(node, value)
    node =
      inner?.item ?? (inner?.entries && Object.hasOwn(inner.entries, key) ? inner.entries[key] : inner?.value)
    value = isRecord(value) || Array.isArray(value) ? (value as Record<PathKey, unknown>)[key] : undefined
    if (!node) return undefined
  }
  return v.getDescription((node.wrapped ?? node) as unknown as v.GenericSchema)
}
