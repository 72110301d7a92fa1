import * as v from 'valibot'
import { nearest } from './nearest.ts'

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

/** A key that the schema does not know, with those that it does; or a list where an object belongs, which has no keys. */
export interface UnknownKey {
  readonly path: readonly PathKey[]
  readonly key?: string
  readonly known: readonly string[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema itself, behind `optional`; of a `variant` or `union` the one that `input` means, if that can be told. */
export function resolve(schema: SchemaNode, input: unknown): SchemaNode | undefined {
  if (schema.wrapped) return resolve(schema.wrapped, input)
  const options = (schema.options ?? []) as readonly SchemaNode[]
  if (schema.type === 'union') return chooseOption(options, input)
  if (schema.type !== 'variant') return schema
  const key = typeof schema.key === 'string' ? schema.key : ''
  const chosen = isRecord(input) ? input[key] : undefined
  return options.find(
    (option) => (option.entries?.[key] as { literal?: unknown } | undefined)?.literal === chosen,
  )
}

/** The option that has the type of `input`; of objects the one that shares a key with it, or nearly. */
function chooseOption(options: readonly SchemaNode[], input: unknown): SchemaNode | undefined {
  if (!isRecord(input)) return options.find(({ type }) => type === typeof input)
  const objects = options.flatMap((option) => resolve(option, input) ?? []).filter(({ entries }) => entries)
  const keys = Object.keys(input)
  return (
    objects.find(({ entries }) => keys.some((key) => Object.hasOwn(entries!, key))) ??
    objects.find(({ entries }) => keys.some((key) => nearest(key, Object.keys(entries!))))
  )
}

/**
 * Every unknown key of `input`; the validator itself names only the first of each object, and takes a list for an object
 * with the keys 0, 1, 2 …
 */
export function* unknownKeys(
  schema: SchemaNode,
  input: unknown,
  path: readonly PathKey[] = [],
): Generator<UnknownKey> {
  const { type } = schema.wrapped ?? schema
  if (type === 'variant' && Array.isArray(input)) yield { path, known: [] }
  const node = resolve(schema, input)
  if (!node) return
  if (node.item && Array.isArray(input)) {
    for (const [index, item] of input.entries()) yield* unknownKeys(node.item, item, [...path, index])
  } else if (Array.isArray(input)) {
    if (node.entries ?? node.value) yield { path, known: Object.keys(node.entries ?? {}) }
  } else if (isRecord(input)) {
    for (const [key, value] of Object.entries(input)) {
      const entry = node.entries && Object.hasOwn(node.entries, key) ? node.entries[key] : undefined
      const inner = entry ?? node.value
      if (inner) yield* unknownKeys(inner, value, [...path, key])
      else if (node.entries) yield { path: [...path, key], key, known: Object.keys(node.entries) }
    }
  }
}

/** The schema of the place at `path`. */
export function schemaAt(
  schema: SchemaNode,
  input: unknown,
  path: readonly PathKey[],
): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema
  let value = input
  for (const key of path) {
    const inner: SchemaNode | undefined = node && resolve(node, value)
    node =
      inner?.item ?? (inner?.entries && Object.hasOwn(inner.entries, key) ? inner.entries[key] : inner?.value)
    value = isRecord(value) || Array.isArray(value) ? (value as Record<PathKey, unknown>)[key] : undefined
  }
  return node?.wrapped ?? node
}

/** What the schema says about the place at `path`. */
export function descriptionAt(
  schema: SchemaNode,
  input: unknown,
  path: readonly PathKey[],
): string | undefined {
  const node = schemaAt(schema, input, path)
  if (!node) return undefined
  const value = path.reduce<unknown>((at, key) => (at as Record<PathKey, unknown> | undefined)?.[key], input)
  const chosen = node.type === 'union' ? resolve(node, value) : undefined
  return (chosen && describe(chosen)) ?? describe(node)
}

const describe = (node: SchemaNode): string | undefined =>
  v.getDescription(node as unknown as v.GenericSchema)
