import type { Context } from '../backend/context.ts'
import { bulkSelect } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
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
  const visitors = new Set(leads.flatMap(({ visitor }) => visitor ?? []))
  const [own, orders] = await together(
    context.store,
    () => tracesOf(tx, context, visitors),
    () => ordersIn(tx, context, visitors),
  )
  const placesOf = ({ visitor, suspect }: Lead): Trace[] => {
    const stored = own.get(visitor)
    const live = traceOf(context, suspect.client)
    return [stored, live, live?.before].filter((trace) => trace !== undefined)
  }
  const addresses = new Set(leads.flatMap((lead) => placesOf(lead).map(({ address }) => address)))
  const seen = groupBy(await seenAt(tx, context, addresses), ({ address }) => address)
  return {
    placesOf,
    at: (address) => seen.get(address) ?? [],
    orderedIn: (visitor) => orders.get(visitor) ?? [],
  }
}

const tracing = bulkSelect(
  { visitor: 'text' },
  'select visitor, address, device from gw_visitors where program = :program and visitor = :visitor',
)

async function tracesOf(
  tx: Write,
  { store, program }: Context,
  visitors: ReadonlySet<string>,
): Promise<ReadonlyMap<string | undefined, Trace>> {
  const asked = [...visitors].map((visitor) => ({ visitor }))
  type Row = Pick<Seen, 'visitor' | 'device'> & { readonly address: string | null }
  const rows = await store.bulk<Row>(tx, tracing, program.id, asked)
  // Which of them have an address is looked at here: said above, SQLite would go by the index of addresses.
  return new Map(
    rows.flatMap(({ visitor, address, device }): [string, Trace][] =>
      address === null ? [] : [[visitor, { address, device: device ?? undefined }]],
    ),
  )
}

const ordering = bulkSelect(
  { visitor: 'text' },
  `select visitor, person, min(at) as at from gw_ledger
    where program = :program and visitor = :visitor and type = 'conversion' group by visitor, person`,
)

async function ordersIn(
  tx: Write,
  { store, program }: Context,
  visitors: ReadonlySet<string>,
): Promise<ReadonlyMap<string | null, { person: string; at: number }[]>> {
  const asked = [...visitors].map((visitor) => ({ visitor }))
  type Row = { readonly visitor: string; readonly person: string | null; readonly at: number }
  const rows = await store.bulk<Row>(tx, ordering, program.id, asked)
  return groupBy(
    rows.map(({ visitor, person, at }) => ({ visitor, person: person ?? '', at })),
    ({ visitor }) => visitor,
  )
}

const seeing = bulkSelect(
  { address: 'text' },
  `select address, device, visitor, person, traced_at from gw_visitors
    where program = :program and address = :address limit ${mostVisitors}`,
)

function seenAt(
  tx: Write,
  { store, program }: Context,
  addresses: ReadonlySet<string>,
): Promise<readonly Seen[]> {
  const asked = [...addresses].map((address) => ({ address }))
  return store.bulk<Seen>(tx, seeing, program.id, asked)
}
