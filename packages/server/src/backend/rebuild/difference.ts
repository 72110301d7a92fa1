import { sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { Write } from '../../store/transaction.ts'

/** What a column holds. */
export type Value = string | number | null
/** Some columns of a row. */
export type Row = Readonly<Record<string, Value>>

/** A row that does not say what the ledger does. */
export interface Difference {
  readonly table: keyof Tables
  /** The columns that name it, without the program. */
  readonly key: Row
  /** `null` where there is none. */
  readonly stored: Row | null
  readonly expected: Row | null
}

/** Compares rows by key, in those columns that are expected; all that is stored must be of one and the same part. */
export function compareRows(
  table: keyof Tables,
  keys: readonly string[],
  stored: readonly Row[],
  expected: readonly Row[],
): Difference[] {
  const nameOf = (row: Row): string => JSON.stringify(keys.map((key) => row[key]))
  const keyOf = (row: Row): Row => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]))
  const left = new Map(stored.map((row) => [nameOf(row), row]))
  const found: Difference[] = []
  for (const row of expected) {
    const known = left.get(nameOf(row))
    left.delete(nameOf(row))
    if (known && Object.entries(row).every(([column, value]) => known[column] === value)) continue
    const same =
      known && Object.fromEntries(Object.keys(row).map((column) => [column, known[column] ?? null]))
    found.push({ table, key: keyOf(row), stored: same ?? null, expected: row })
  }
  for (const row of left.values()) found.push({ table, key: keyOf(row), stored: row, expected: null })
  return found
}

/** Columns that only a row needs which was not there at all. */
const blank: Partial<Record<keyof Tables, Row>> = {
  gw_referrers: { revision: 0 },
  gw_orders: { revision: 0 },
  gw_totals: { revision: 0 },
}

/** Their counts are sums over slots; put right, they are in one. */
const spread: ReadonlySet<keyof Tables> = new Set(['gw_tallies', 'gw_ranks', 'gw_rollups'])

/** Makes stored rows what is expected of them. */
export async function repair(tx: Write, program: string, differences: readonly Difference[]): Promise<void> {
  for (const { table, key, expected } of differences) {
    const isSpread = spread.has(table)
    const where = sql.join(
      Object.entries({ program, ...key }).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
      sql` and `,
    )
    if (!expected || isSpread) {
      await sql`delete from ${sql.table(table)} where ${where}`.execute(tx)
      if (!expected) continue
    }
    const row = { ...blank[table], ...(isSpread && { slot: 0 }), program, ...expected }
    const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)))
    const unique = ['program', ...Object.keys(key), ...(isSpread ? ['slot'] : [])]
    const names = sql.join(unique.map((column) => sql.ref(column)))
    const news = Object.entries(expected).filter(([column]) => !(column in key))
    const update =
      news.length === 0
        ? sql`nothing`
        : sql`update set ${sql.join(news.map(([column, value]) => sql`${sql.ref(column)} = ${value}`))}`
    await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})
      on conflict (${names}) do ${update}`.execute(tx)
  }
}
