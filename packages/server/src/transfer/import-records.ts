import type { Customer, ReferralEvent } from '@goodword/program'
import { createHash } from 'node:crypto'

/** A line of an import, understood. */
export type ImportRecord =
  | { readonly kind: 'customer'; readonly customer: Customer }
  | { readonly kind: 'order'; readonly event: ReferralEvent }

const fields = ['id', 'email', 'name', 'order', 'at', 'amount', 'currency', 'code', 'conversion'] as const

/** The columns that CSV may have; JSON lines use the same names. */
export const importColumns: readonly string[] = fields

/**
 * A line as a customer, or as an order if it has `order`. Throws an `Error` that says what is wrong and what to write.
 *
 * An order's event has the same id whenever it is imported: it counts once, however often the file is read.
 */
export function readRecord(
  input: Readonly<Record<string, unknown>>,
  { program, conversion }: { readonly program: string; readonly conversion: string },
): ImportRecord {
  const unknown = Object.keys(input).filter((name) => !importColumns.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `${unknown.map((name) => `"${name}"`).join(', ')} is no column. Use ${fields.join(', ')}.`,
    )
  const [id, email, name] = [readText(input, 'id'), readText(input, 'email'), readText(input, 'name')]
  if (id === undefined && email === undefined)
    throw new Error('it names no customer. Give an `id`, an `email`, or both.')
  const customer: Customer = { ...(id && { id }), ...(email && { email }), ...(name && { name }) }
  const order = readText(input, 'order')
  if (order === undefined) return { kind: 'customer', customer }
  const amount = readAmount(input['amount'])
  const [currency, code] = [readText(input, 'currency'), readText(input, 'code')]
  const called = readText(input, 'conversion') ?? conversion
  const key = createHash('sha256')
    .update(JSON.stringify([program, called, order]))
    .digest('base64url')
  return {
    kind: 'order',
    event: {
      id: `import-${key.slice(0, 32)}`,
      type: 'conversion',
      name: called,
      order,
      at: readTime(input['at']),
      customer,
      ...(amount !== undefined && { amount }),
      ...(currency && { currency }),
      ...(code && { code }),
    },
  }
}

function readText(input: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = input[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  throw new Error(`\`${name}\` is ${JSON.stringify(value).slice(0, 40)}. Write a text.`)
}

function readAmount(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const amount = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0) return amount
  throw new Error(
    `\`amount\` is ${JSON.stringify(value).slice(0, 40)}. Write minor units, such as 4200 for $42.00.`,
  )
}

function readTime(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  if (typeof value === 'string' && /^\d{12,14}$/.test(value)) return Number(value)
  const isDated = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value)
  const time = isDated ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new Error(
    `\`at\` is ${JSON.stringify(value ?? null).slice(0, 40)}. Write when it was: 2026-03-31, 2026-03-31T12:00:00Z, or epoch milliseconds.`,
  )
}
