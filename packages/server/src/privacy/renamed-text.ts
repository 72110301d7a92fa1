import { orderKey, type OrderRef } from '../backend/order.ts'

/** Orders as they are to be called, by the key that they had. */
export type Renamed = ReadonlyMap<string, OrderRef>

/** The order in an occurrence, or at the end of the id of a reward, or of a row that gives one or gives it a place. */
export function orderIn(text: string): (OrderRef & { readonly before: string }) | undefined {
  const [, before, name, order] =
    /^((?:(?:grant:)?[^/]+\/[^/]+\/|allot:\S+ \d+ \S+ |)order:)([^:]*):(.*)$/s.exec(text) ?? []
  if (before === undefined || name === undefined || order === undefined) return undefined
  return { before, name, order }
}

/** An order's key, or a text that ends with one as `orderIn` says, with the order's new reference. */
export function renameText(text: string, renamed: Renamed): string {
  const itself = renamed.get(text)
  if (itself) return orderKey(itself)
  const found = orderIn(text)
  const fresh = found && renamed.get(orderKey(found))
  return fresh ? `${found.before}${orderKey(fresh)}` : text
}

/** The same in every text of a JSON, and in what has an order and its name apart. */
export function renameIn(json: string, renamed: Renamed): string {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return renameText(value, renamed)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const { name, order } = value as { readonly name?: unknown; readonly order?: unknown }
    const isOrder = typeof name === 'string' && typeof order === 'string'
    const fresh = isOrder ? renamed.get(orderKey({ name, order })) : undefined
    const walked = Object.entries(value).map(([key, part]) => [key, walk(part)])
    return { ...Object.fromEntries(walked), ...fresh }
  }
  return JSON.stringify(walk(JSON.parse(json)))
}
