import {
  addTallies,
  standingsIn,
  tallyPeriod,
  type Attributes,
  type CalendarPeriod,
  type Contest,
  type Enrolment,
  type Reward,
  type Standings,
  type Tallied,
} from '@goodword/program'
import { inChunks, write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { readDecision } from './decision-row.ts'
import { rewardAt } from './reward-list.ts'
import { loadSlice } from './slice.ts'

/** Friends, or rewards, that are counted before anybody else gets a turn. */
const chunk = 100

/**
 * What a period comes to now, before it is closed; `undefined` while nobody has a score. It looks at the friends who
 * ordered in that period and at the entries given in it, piece by piece, so that neither the event loop nor a transaction
 * waits for all of them.
 */
export async function standingsOf(
  context: Context,
  contest: Contest,
  period: CalendarPeriod,
): Promise<Standings | undefined> {
  const tallies = new Map<string, Tallied>()
  const open = { incentive: contest.incentive, period: period.key }
  if (contest.conversion !== undefined)
    for await (const friends of friendsIn(context, contest.conversion, period)) {
      const slice = await write(context.store, (tx) => loadSlice(tx, context, friends))
      addTallies(tallies, tallyPeriod(context.program, slice, open, { friends }))
    }
  for await (const entries of entriesIn(context, contest.tickets, period))
    addTallies(tallies, tallyPeriod(context.program, nothing, open, { entries }))
  const attributes = await attributesOfAll(context, tallies.keys())
  return standingsIn(context.program, contest.incentive, period, tallies, attributes)
}

const nothing = { codes: new Map(), rows: [] }

/** Everybody with an order of that time, each in one piece. */
async function* friendsIn(
  { store, program }: Context,
  name: string,
  { from, until }: CalendarPeriod,
): AsyncGenerator<ReadonlySet<string>> {
  let after = ''
  for (;;) {
    const rows = await store.db
      .selectFrom('gw_orders')
      .select('friend')
      .distinct()
      .where('program', '=', program.id)
      .where('name', '=', name)
      .where('at', '>=', from)
      .where('at', '<=', until)
      .where('friend', '>', after)
      .orderBy('friend')
      .limit(chunk)
      .execute()
    const friends = rows.flatMap(({ friend }) => friend ?? [])
    if (friends.length > 0) yield new Set(friends)
    if (friends.length < chunk) return
    after = friends.at(-1)!
  }
}

/** The entries that rewards of that time give. */
async function* entriesIn(
  { store, program, now }: Context,
  tickets: readonly string[],
  { from, until }: CalendarPeriod,
): AsyncGenerator<readonly Reward[]> {
  if (tickets.length === 0) return
  let after = { at: from - 1, id: '' }
  for (;;) {
    const { at, id } = after
    const rows = await store.db
      .selectFrom('gw_rewards')
      .selectAll()
      .where('program', '=', program.id)
      .where('incentive', 'in', tickets)
      .where('at', '<=', until)
      .where('at', '>=', at)
      .where((eb) => eb.or([eb('at', '>', at), eb('id', '>', id)]))
      .orderBy('at')
      .orderBy('id')
      .limit(chunk)
      .execute()
    if (rows.length > 0) yield rows.map((row) => rewardAt(row, now()))
    const last = rows.at(-1)
    if (!last || rows.length < chunk) return
    after = last
  }
}

/** The last word on the attributes of these people; asked for only where the program has segments. */
async function attributesOfAll(
  { store, program }: Context,
  people: Iterable<string>,
): Promise<ReadonlyMap<string, Attributes | undefined>> {
  if (program.segments.length === 0) return new Map()
  const rows = await inChunks(people, (some) =>
    store.db
      .selectFrom('gw_ledger')
      .selectAll()
      .where('program', '=', program.id)
      .where('person', 'in', some)
      .where('type', '=', 'enrolment')
      .execute(),
  )
  const sorted = rows.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return new Map(
    sorted
      .map(readDecision)
      .filter((row): row is Enrolment => row?.type === 'enrolment')
      .map(({ participant, attributes }) => [participant, attributes]),
  )
}
