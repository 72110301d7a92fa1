type Schema = Readonly<Record<string, unknown>>

/**
 * Whether a value fits a JSON Schema: as much of the standard as our own file uses, and an error for any other keyword,
 * so that nothing passes unseen.
 */
export function fits(root: Schema, value: unknown, schema: Schema = root): boolean {
  return Object.entries(schema).every(([keyword, given]) => {
    const check = keywords[keyword]
    if (!check) throw new Error(`The JSON Schema uses ${keyword}, which this test does not know.`)
    return check(given, value, (inner, part) => fits(root, part, inner), { root, schema })
  })
}

type Check = (
  given: unknown,
  value: unknown,
  fit: (schema: Schema, value: unknown) => boolean,
  where: { root: Schema; schema: Schema },
) => boolean

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const says: Check = () => true
const text =
  (holds: (value: string, given: number) => boolean): Check =>
  (given, value) =>
    typeof value !== 'string' || holds(value, given as number)
const number =
  (holds: (value: number, given: number) => boolean): Check =>
  (given, value) =>
    typeof value !== 'number' || holds(value, given as number)
const list =
  (holds: (value: readonly unknown[], given: number) => boolean): Check =>
  (given, value) =>
    !Array.isArray(value) || holds(value, given as number)
const some: Check = (given, value, fit) => (given as Schema[]).some((schema) => fit(schema, value))

const types: Record<string, (value: unknown) => boolean> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
}

const keywords: Record<string, Check> = {
  $schema: says,
  $defs: says,
  title: says,
  description: says,
  default: says,
  type: (given, value) => types[given as string]!(value),
  const: (given, value) => given === value,
  enum: (given, value) => (given as unknown[]).includes(value),
  pattern: (given, value) => typeof value !== 'string' || new RegExp(given as string, 'u').test(value),
  minLength: text((value, given) => value.length >= given),
  maxLength: text((value, given) => value.length <= given),
  minimum: number((value, given) => value >= given),
  maximum: number((value, given) => value <= given),
  minItems: list((value, given) => value.length >= given),
  maxItems: list((value, given) => value.length <= given),
  items: (given, value, fit) => !Array.isArray(value) || value.every((item) => fit(given as Schema, item)),
  anyOf: some,
  oneOf: some,
  required: (given, value) =>
    !isRecord(value) || (given as string[]).every((key) => Object.hasOwn(value, key)),
  properties: (given, value, fit) =>
    !isRecord(value) ||
    Object.entries(given as Record<string, Schema>).every(
      ([key, schema]) => !Object.hasOwn(value, key) || fit(schema, value[key]),
    ),
  propertyNames: (given, value, fit) =>
    !isRecord(value) || Object.keys(value).every((key) => fit(given as Schema, key)),
  additionalProperties: (given, value, fit, { schema }) => {
    if (!isRecord(value)) return true
    const known = schema['properties'] ?? {}
    const rest = Object.entries(value).filter(([key]) => !Object.hasOwn(known, key))
    return given === false ? rest.length === 0 : rest.every(([, part]) => fit(given as Schema, part))
  },
  $ref: (given, value, fit, { root }) => {
    const name = String(given).replace('#/$defs/', '')
    return fit((root['$defs'] as Record<string, Schema>)[name]!, value)
  },
}
