import { sql } from 'kysely'
import type { Person } from '../backend/people.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import type { Suspect } from './suspect.ts'

/** A friend's visits by one code, in the window. */
export interface Visits {
  readonly code: string
  readonly first: number
  readonly last: number
  readonly count: number
  readonly framed: number
}

/** What is in the ledger of an order already. */
export interface Report {
  readonly source: string
  readonly at: number
  readonly id: string
  readonly person: string | null
  readonly code: string | null
  readonly visitor: string | null
}

/** What is known of the suspects’ orders, by key. */
export async function reportsOf(
  tx: Write,
  program: string,
  suspects: readonly Suspect[],
): Promise<Map<string, Report[]>> {
  const rows = await inChunks(new Set(suspects.map(({ event }) => event.order)), (some) =>
    tx
      .selectFrom('gw_ledger')
      .select(['id', 'name', 'order_ref', 'source', 'at', 'person', 'code', 'visitor'])
      .where('program', '=', program)
      .where('type', '=', 'conversion')
      .where('order_ref', 'in', some)
      .execute(),
  )
  const reports = new Map<string, Report[]>()
  for (const { name, order_ref: order, ...report } of rows) {
    const key = `${name}:${order}`
    reports.set(key, [...(reports.get(key) ?? []), report])
  }
  return reports
}

/** Who brought these friends, as it was last decided. */
export async function bondsOf(
  tx: Write,
  program: string,
  friends: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  // With the state, which is not in the index of referrers: SQLite would read all of that one.
  const rows = await inChunks(friends, (some) =>
    tx
      .selectFrom('gw_bonds')
      .select(['friend', 'referrer', 'state'])
      .where('program', '=', program)
      .where('friend', 'in', some)
      .execute(),
  )
  return new Map(rows.map(({ friend, referrer }) => [friend, referrer]))
}

/** When these friends first ordered. */
export async function firstOrders(
  tx: Write,
  program: string,
  friends: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(friends, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select((eb) => ['person', eb.fn.min<number>('at').as('at')])
      .where('program', '=', program)
      .where('type', '=', 'conversion')
      .where('person', 'in', some)
      .groupBy('person')
      .execute(),
  )
  return new Map(rows.flatMap(({ person, at }) => (person === null ? [] : [[person, at] as const])))
}

/** What these browsers visited in the window, by code. */
export function visitsOf(
  tx: Write,
  program: string,
  visitors: ReadonlySet<string>,
  [since, until]: readonly [number, number],
): Promise<(Visits & { readonly visitor: string | null })[]> {
  return inChunks(visitors, async (some) => {
    const rows = await tx
      .selectFrom('gw_ledger')
      .select((eb) => [
        'visitor',
        'code',
        eb.fn.min<number>('at').as('first'),
        eb.fn.max<number>('at').as('last'),
        eb.fn.countAll<number>().as('count'),
        // A quote inside a text is written with a backslash before it, so that only the field itself is found.
        sql<number>`sum(case when body like '%"frame":true%' then 1 else 0 end)`.as('framed'),
      ])
      .where('program', '=', program)
      .where('type', '=', 'visit')
      .where('code', 'is not', null)
      .where('visitor', 'in', some)
      .where('at', '>=', since)
      .where('at', '<=', until)
      .groupBy(['visitor', 'code'])
      .execute()
    return rows.map((row) => ({ ...row, code: row.code ?? '' }))
  })
}

/** People by their codes, and by their keys. */
export async function peopleOf(
  tx: Write,
  program: string,
  codes: ReadonlySet<string>,
  ids: ReadonlySet<string>,
): Promise<{ byCode: ReadonlyMap<string | null, Person>; byId: ReadonlyMap<string, Person> }> {
  const people = (column: 'code' | 'id', values: ReadonlySet<string>): Promise<Person[]> =>
    inChunks(values, (some) =>
      tx
        .selectFrom('gw_people')
        .selectAll()
        .where('program', '=', program)
        .where(column, 'in', some)
        .execute(),
    )
  const owners = await people('code', codes)
  const bound = await people('id', ids)
  return {
    byCode: new Map(owners.map((person) => [person.code, person])),
    byId: new Map([...owners, ...bound].map((person) => [person.id, person])),
  }
}
