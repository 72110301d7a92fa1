import type { Context } from '../backend/context.ts'
import { bulkSelect } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
import { groupBy } from './groups.ts'
import type { Lead } from './leads.ts'

/** Friends looked at for one referrer, the last ones. */
const mostFriends = 100
/** Participants counted at one address. */
const mostEnrolments = 101

/** A friend of a referrer's. */
export interface Brought {
  readonly referrer: string
  readonly friend: string
  readonly at: number
  readonly state: 'held' | 'converted' | 'refunded'
}

/** What is known of some referrers and their friends; all by person key. */
export interface Company {
  /** The newest first, a hundred at most. */
  friendsOf(referrer: string): readonly Brought[]
  /** The referrer, who brought them, who brought those; up to four. */
  chainOf(referrer: string): readonly string[]
  /** Participants who enrolled where this one did, with them; 1 where that is not known. */
  enrolmentsWith(referrer: string): number
  /** Of the friends above, those who brought a code with their orders and no browser. */
  typedFriendsOf(referrer: string): number
  /** Visits by the referrer's code, and their friends whose orders count. */
  trafficOf(referrer: string): { readonly visits: number; readonly friends: number }
}

/** Loads it, in six statements at most, however many leads there are. */
export async function loadCompany(tx: Write, context: Context, leads: readonly Lead[]): Promise<Company> {
  const people = new Map(leads.map(({ referrer }) => [referrer.id, referrer]))
  const referrers = [...people.keys()].map((referrer) => ({ referrer }))
  const addresses = new Set([...people.values()].flatMap(({ address }) => address ?? []))
  const codes = new Set([...people.values()].flatMap(({ code }) => code ?? []))
  const [recent, chains, enrolments, visits, counts] = await together(
    context.store,
    () => recentFriends(tx, context, referrers),
    () => chainsOf(tx, context, referrers),
    () => enrolmentsAt(tx, context, addresses),
    () => visitsBy(tx, context, codes),
    () => countsOf(tx, context, referrers),
  )
  const friends = groupBy(recent, ({ referrer }) => referrer)
  const typed = leads.filter((lead) => lead.typed).flatMap(({ referrer }) => friends.get(referrer.id) ?? [])
  const typists = await typistsAmong(tx, context, new Set(typed.map(({ friend }) => friend)))
  return {
    friendsOf: (referrer) => friends.get(referrer) ?? [],
    chainOf: (referrer) => [referrer, ...(chains.get(referrer) ?? [])],
    enrolmentsWith: (referrer) => enrolments.get(people.get(referrer)?.address ?? '') ?? 1,
    typedFriendsOf: (referrer) =>
      (friends.get(referrer) ?? []).filter(({ friend }) => typists.has(friend)).length,
    trafficOf: (referrer) => ({
      visits: visits.get(people.get(referrer)?.code ?? '') ?? 0,
      friends: counts.get(referrer) ?? 0,
    }),
  }
}

const bringing = bulkSelect(
  { referrer: 'text' },
  `select referrer, friend, at, state from gw_bonds
    where program = :program and referrer = :referrer order by at desc limit ${mostFriends}`,
)

/** Whoever has a million friends costs no more than others. */
const recentFriends = (
  tx: Write,
  { store, program }: Context,
  asked: readonly object[],
): Promise<readonly Brought[]> => store.bulk<Brought>(tx, bringing, program.id, asked)

const chaining = bulkSelect(
  { referrer: 'text' },
  // The state is not in the index of referrers: SQLite would read all of that one.
  `select one.friend, one.referrer as first, two.referrer as second, three.referrer as third, one.state
    from gw_bonds as one
    left join gw_bonds as two on two.program = one.program and two.friend = one.referrer
    left join gw_bonds as three on three.program = two.program and three.friend = two.referrer
    where one.program = :program and one.friend = :referrer`,
)

async function chainsOf(
  tx: Write,
  { store, program }: Context,
  asked: readonly object[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  type Link = string | null
  type Row = { readonly friend: string; readonly first: Link; readonly second: Link; readonly third: Link }
  const rows = await store.bulk<Row>(tx, chaining, program.id, asked)
  return new Map(
    rows.map(({ friend, first, second, third }) => [
      friend,
      [first, second, third].filter((person) => person !== null),
    ]),
  )
}

const enrolling = bulkSelect(
  { address: 'text' },
  `select max(address) as address, count(*) as participants from (
      select address from gw_people
      where program = :program and address = :address limit ${mostEnrolments}
    ) as enrolled`,
)

async function enrolmentsAt(
  tx: Write,
  { store, program }: Context,
  addresses: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const asked = [...addresses].map((address) => ({ address }))
  type Row = { readonly address: string; readonly participants: number }
  const rows = await store.bulk<Row>(tx, enrolling, program.id, asked)
  return new Map(rows.map(({ address, participants }) => [address, participants]))
}

const typing = bulkSelect(
  { person: 'text' },
  `select person from gw_ledger where program = :program and person = :person and type = 'conversion'
    group by person having count(code) > 0 and count(visitor) = 0`,
)

async function typistsAmong(
  tx: Write,
  { store, program }: Context,
  friends: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const asked = [...friends].map((person) => ({ person }))
  const rows = await store.bulk<{ person: string }>(tx, typing, program.id, asked)
  return new Set(rows.map(({ person }) => person))
}

const visiting = bulkSelect(
  { code: 'text' },
  // As floats, whose sum cannot fail for being too large.
  `select code, sum(cast(visits as double precision)) as visits from gw_tallies
    where program = :program and code = :code group by code`,
)

async function visitsBy(
  tx: Write,
  { store, program }: Context,
  codes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const asked = [...codes].map((code) => ({ code }))
  const rows = await store.bulk<{ code: string; visits: number | null }>(tx, visiting, program.id, asked)
  return new Map(rows.map(({ code, visits }) => [code, visits ?? 0]))
}

const counting = bulkSelect(
  { referrer: 'text' },
  'select person, friends from gw_referrers where program = :program and person = :referrer',
)

async function countsOf(
  tx: Write,
  { store, program }: Context,
  asked: readonly object[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await store.bulk<{ person: string; friends: number }>(tx, counting, program.id, asked)
  return new Map(rows.map(({ person, friends }) => [person, friends]))
}
