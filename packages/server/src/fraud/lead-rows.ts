import type { Context } from '../backend/context.ts'
import { orderKey } from '../backend/order.ts'
import type { Person } from '../backend/people.ts'
import { bulkSelect } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
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

const byOrder = bulkSelect(
  { name: 'text', order_ref: 'text' },
  `select id, name, order_ref, source, at, person, code, visitor from gw_ledger
    where program = :program and order_ref = :order_ref and name = :name and type = 'conversion'`,
)

/** What is known of the suspects’ orders, by key. */
export async function reportsOf(
  tx: Write,
  { store, program }: Context,
  suspects: readonly Suspect[],
): Promise<Map<string, Report[]>> {
  const orders = new Map(suspects.map(({ event }) => [orderKey(event), event]))
  const asked = [...orders.values()].map(({ name, order }) => ({ name, order_ref: order }))
  type Row = Report & { readonly name: string; readonly order_ref: string }
  const rows = await store.bulk<Row>(tx, byOrder, program.id, asked)
  const reports = new Map<string, Report[]>()
  for (const { name, order_ref: order, ...report } of rows) {
    const key = `${name}:${order}`
    reports.set(key, [...(reports.get(key) ?? []), report])
  }
  return reports
}

const bringing = bulkSelect(
  { friend: 'text' },
  // With the state, which is not in the index of referrers: SQLite would read all of that one.
  'select friend, referrer, state from gw_bonds where program = :program and friend = :friend',
)

/** Who brought these friends, as it was last decided. */
export async function bondsOf(
  tx: Write,
  { store, program }: Context,
  friends: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const asked = [...friends].map((friend) => ({ friend }))
  const rows = await store.bulk<{ friend: string; referrer: string }>(tx, bringing, program.id, asked)
  return new Map(rows.map(({ friend, referrer }) => [friend, referrer]))
}

const ordering = bulkSelect(
  { person: 'text' },
  `select person, min(at) as at from gw_ledger
    where program = :program and person = :person and type = 'conversion' group by person`,
)

/** When these friends first ordered. */
export async function firstOrders(
  tx: Write,
  { store, program }: Context,
  friends: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const asked = [...friends].map((person) => ({ person }))
  const rows = await store.bulk<{ person: string; at: number }>(tx, ordering, program.id, asked)
  return new Map(rows.map(({ person, at }) => [person, at]))
}

const visiting = bulkSelect(
  { visitor: 'text', since: 'bigint', until: 'bigint' },
  // Asked whether it is null, SQLite would go by the index of codes, and read all of them. A quote inside a text is written with a backslash before it, so that only the field itself is found.
  `select visitor, code, min(at) as first, max(at) as last, count(*) as count,
      sum(case when body like '%"frame"_true%' then 1 else 0 end) as framed
    from gw_ledger
    where program = :program and visitor = :visitor and type = 'visit' and coalesce(code, '') <> ''
      and at >= :since and at <= :until
    group by visitor, code`,
)

/** What these browsers visited in the window, by code. */
export function visitsOf(
  tx: Write,
  { store, program }: Context,
  visitors: ReadonlySet<string>,
  [since, until]: readonly [number, number],
): Promise<readonly (Visits & { readonly visitor: string })[]> {
  const asked = [...visitors].map((visitor) => ({ visitor, since, until }))
  return store.bulk(tx, visiting, program.id, asked)
}

const byCode = bulkSelect(
  { code: 'text' },
  'select * from gw_people where program = :program and code = :code',
)
const byId = bulkSelect({ id: 'text' }, 'select * from gw_people where program = :program and id = :id')

/** People by their codes, and by their keys. */
export async function peopleOf(
  tx: Write,
  { store, program }: Context,
  codes: ReadonlySet<string>,
  ids: ReadonlySet<string>,
): Promise<{ byCode: ReadonlyMap<string | null, Person>; byId: ReadonlyMap<string, Person> }> {
  const [owners, bound] = await together(
    store,
    () =>
      store.bulk<Person>(
        tx,
        byCode,
        program.id,
        [...codes].map((code) => ({ code })),
      ),
    () =>
      store.bulk<Person>(
        tx,
        byId,
        program.id,
        [...ids].map((id) => ({ id })),
      ),
  )
  return {
    byCode: new Map(owners.map((person) => [person.code, person])),
    byId: new Map([...owners, ...bound].map((person) => [person.id, person])),
  }
}
