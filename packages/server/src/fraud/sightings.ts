import { sql } from 'kysely'
import type { Context } from '../backend/context.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { groupBy } from './groups.ts'
import type { Lead } from './leads.ts'
import { traceOf, type Trace } from './trace.ts'

/** Browsers looked at for one address: enough to see a crowd, whatever the size of a mobile network. */
const mostVisitors = 200

/** A browser that was seen at an address. */
export interface Seen {
  readonly address: string
  readonly device: string | null
  readonly visitor: string
  readonly person: string | null
  readonly traced_at: number | null
}

/** Where the friends of some leads were seen, and who else was. */
export interface Sightings {
  /** Where the friend of a lead was: at the visit, and now if it is a browser that reports. */
  placesOf(lead: Lead): readonly Trace[]
  /** Who was seen at an address; some of them, where it has many. */
  at(address: string): readonly Seen[]
  /** Who ordered in a browser, and when first. */
  orderedIn(visitor: string): readonly { readonly person: string; readonly at: number }[]
}

/** Loads what was seen of the leads' browsers and addresses, in three statements. */
export async function loadSightings(tx: Write, context: Context, leads: readonly Lead[]): Promise<Sightings> {
  const program = context.program.id
  const visitors = new Set(leads.flatMap(({ visitor }) => visitor ?? []))
  const own = await tracesOf(tx, program, visitors)
  const orders = await ordersIn(tx, program, visitors)
  const placesOf = ({ visitor, suspect }: Lead): Trace[] => {
    const stored = own.get(visitor)
    const live = traceOf(context, suspect.client)
    return [stored, live, live?.before].filter((trace) => trace !== undefined)
  }
  const addresses = new Set(leads.flatMap((lead) => placesOf(lead).map(({ address }) => address)))
  const seen = groupBy(await seenAt(tx, program, addresses), ({ address }) => address)
  return {
    placesOf,
    at: (address) => seen.get(address) ?? [],
    orderedIn: (visitor) => orders.get(visitor) ?? [],
  }
}

async function tracesOf(
  tx: Write,
  program: string,
  visitors: ReadonlySet<string>,
): Promise<ReadonlyMap<string | undefined, Trace>> {
  const rows = await inChunks(visitors, (some) =>
    tx
      .selectFrom('gw_visitors')
      .select(['visitor', 'address', 'device'])
      .where('program', '=', program)
      .where('visitor', 'in', some)
      .execute(),
  )
  // Which of them have an address is looked at here: said above, SQLite would go by the index of addresses.
  return new Map(
    rows.flatMap(({ visitor, address, device }): [string, Trace][] =>
      address === null ? [] : [[visitor, { address, device: device ?? undefined }]],
    ),
  )
}

async function ordersIn(
  tx: Write,
  program: string,
  visitors: ReadonlySet<string>,
): Promise<ReadonlyMap<string | null, { person: string; at: number }[]>> {
  const rows = await inChunks(visitors, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select((eb) => ['visitor', 'person', eb.fn.min<number>('at').as('at')])
      .where('program', '=', program)
      .where('type', '=', 'conversion')
      .where('visitor', 'in', some)
      .groupBy(['visitor', 'person'])
      .execute(),
  )
  return groupBy(
    rows.map(({ visitor, person, at }) => ({ visitor, person: person ?? '', at })),
    ({ visitor }) => visitor,
  )
}

/** One statement with a branch for each address, so that each has its own limit. */
function seenAt(tx: Write, program: string, addresses: ReadonlySet<string>): Promise<Seen[]> {
  return inChunks(addresses, async (some) => {
    const branches = some.map(
      (address) => sql`select * from (
        select address, device, visitor, person, traced_at from gw_visitors
        where program = ${program} and address = ${address} limit ${mostVisitors}
      ) as seen`,
    )
    return (await sql<Seen>`${sql.join(branches, sql` union all `)}`.execute(tx)).rows
  })
}
