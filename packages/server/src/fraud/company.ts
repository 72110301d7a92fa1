import { sql } from 'kysely'
import { inChunks, type Write } from '../store/transaction.ts'
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

/** As floats, whose sum cannot fail for being too large. */
const sum = (column: string) => sql<number | null>`sum(cast(${sql.ref(column)} as double precision))`

/** Loads it, in six statements at most, however many leads there are. */
export async function loadCompany(tx: Write, program: string, leads: readonly Lead[]): Promise<Company> {
  const people = new Map(leads.map(({ referrer }) => [referrer.id, referrer]))
  const ids = new Set(people.keys())
  const friends = groupBy(await recentFriends(tx, program, ids), ({ referrer }) => referrer)
  const typing = leads.filter(({ typed }) => typed).map(({ referrer }) => friends.get(referrer.id) ?? [])
  const addresses = new Set([...people.values()].flatMap(({ address }) => address ?? []))
  const codes = new Set([...people.values()].flatMap(({ code }) => code ?? []))
  const chains = await chainsOf(tx, program, ids)
  const enrolments = await enrolmentsAt(tx, program, addresses)
  const typists = await typistsAmong(tx, program, new Set(typing.flat().map(({ friend }) => friend)))
  const visits = await visitsBy(tx, program, codes)
  const counts = await countsOf(tx, program, ids)
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

/** One statement with a branch for each referrer, so that whoever has a million friends costs no more than others. */
function recentFriends(tx: Write, program: string, referrers: ReadonlySet<string>): Promise<Brought[]> {
  return inChunks(referrers, async (some) => {
    const branches = some.map(
      (referrer) => sql`select * from (
        select referrer, friend, at, state from gw_bonds
        where program = ${program} and referrer = ${referrer} order by at desc limit ${mostFriends}
      ) as brought`,
    )
    return (await sql<Brought>`${sql.join(branches, sql` union all `)}`.execute(tx)).rows
  })
}

async function chainsOf(
  tx: Write,
  program: string,
  referrers: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await inChunks(referrers, (some) =>
    tx
      .selectFrom('gw_bonds as one')
      .leftJoin('gw_bonds as two', (join) =>
        join.onRef('two.program', '=', 'one.program').onRef('two.friend', '=', 'one.referrer'),
      )
      .leftJoin('gw_bonds as three', (join) =>
        join.onRef('three.program', '=', 'two.program').onRef('three.friend', '=', 'two.referrer'),
      )
      .select(['one.friend', 'one.referrer as first', 'two.referrer as second', 'three.referrer as third'])
      // It is not in the index of referrers: SQLite would read all of that one.
      .select('one.state')
      .where('one.program', '=', program)
      .where('one.friend', 'in', some)
      .execute(),
  )
  return new Map(
    rows.map(({ friend, first, second, third }) => [
      friend,
      [first, second, third].filter((person) => person !== null),
    ]),
  )
}

async function enrolmentsAt(
  tx: Write,
  program: string,
  addresses: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(addresses, async (some) => {
    const branches = some.map(
      (address) => sql`select max(address) as address, count(*) as participants from (
        select address from gw_people
        where program = ${program} and address = ${address} limit ${mostEnrolments}
      ) as enrolled`,
    )
    const joined = sql.join(branches, sql` union all `)
    return (await sql<{ address: string; participants: number }>`${joined}`.execute(tx)).rows
  })
  return new Map(rows.map(({ address, participants }) => [address, participants]))
}

async function typistsAmong(
  tx: Write,
  program: string,
  friends: ReadonlySet<string>,
): Promise<ReadonlySet<string | null>> {
  const rows = await inChunks(friends, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select('person')
      .where('program', '=', program)
      .where('type', '=', 'conversion')
      .where('person', 'in', some)
      .groupBy('person')
      .having((eb) => eb.and([eb(eb.fn.count('code'), '>', 0), eb(eb.fn.count('visitor'), '=', 0)]))
      .execute(),
  )
  return new Set(rows.map(({ person }) => person))
}

async function visitsBy(
  tx: Write,
  program: string,
  codes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(codes, (some) =>
    tx
      .selectFrom('gw_tallies')
      .select(['code', sum('visits').as('visits')])
      .where('program', '=', program)
      .where('code', 'in', some)
      .groupBy('code')
      .execute(),
  )
  return new Map(rows.map(({ code, visits }) => [code, visits ?? 0]))
}

async function countsOf(
  tx: Write,
  program: string,
  referrers: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(referrers, (some) =>
    tx
      .selectFrom('gw_referrers')
      .select(['person', 'friends'])
      .where('program', '=', program)
      .where('person', 'in', some)
      .execute(),
  )
  return new Map(rows.map(({ person, friends }) => [person, friends]))
}
