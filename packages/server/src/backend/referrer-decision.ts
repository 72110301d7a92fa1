import { rewardId } from '@goodword/adapters'
import type { LedgerRow, MilestoneProgress, Program, Reward } from '@goodword/program'
import { bulkSelect } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
import { readFriends } from './bond.ts'
import type { Context } from './context.ts'
import { groupBy } from './grouping.ts'
import { readRow, type StoredRow } from './ledger.ts'
import { loadOwnRows, manyFriends, readSteps, type OwnRows, type Referrer } from './referrer.ts'
import { readRewards, type RewardRow } from './reward-row.ts'
import { loadSlice, rowsByFriend } from './slice.ts'
import { createState, feed, hasState, holdState, takeState, type State } from './states.ts'
import { decisionOf, type Decided } from './totals.ts'

/** Referrers with many friends whom this process does not keep: they must be read outside of a transaction first. */
export class ColdReferrers extends Error {
  readonly referrers: readonly string[]
  /** Those whom the transaction wanted to decide about because of them. */
  readonly friends: ReadonlySet<string>

  constructor(referrers: readonly string[], friends: ReadonlySet<string>) {
    super(`${referrers.length} referrers with many friends have to be read first.`)
    this.referrers = referrers
    this.friends = friends
  }
}

/** What is to be decided about whom. */
export interface Asked {
  readonly locked: readonly Referrer[]
  /** The friends of a referrer whose rows are new or moved. */
  readonly friendsOf: (referrer: string) => ReadonlySet<string>
  readonly rowsOf: (friend: string) => readonly LedgerRow[]
  readonly codes: ReadonlyMap<string, string>
  readonly own: OwnRows
  readonly now: number
}

/** What came of it: the rewards that may be others than before, and the rows that are kept of them. */
export interface ReferrerDecision {
  readonly referrer: string
  readonly rewards: readonly Decided[]
  readonly stored: readonly RewardRow[]
  readonly progress: readonly MilestoneProgress[]
}

type Key = Pick<Reward, 'incentive' | 'participant' | 'occurrence'>

/**
 * Decides what referrers earned, each from all rows of all their friends. Who is kept decided takes in the new rows only;
 * others are read whole, together.
 */
export async function decideReferrers(
  tx: Write,
  context: Context,
  asked: Asked,
): Promise<ReferrerDecision[]> {
  if (asked.locked.length === 0) return []
  // Before any state is taken: the others' are as good as they were.
  refuseLarge(
    asked,
    asked.locked.filter(({ person }) => !hasState(tx, context, person)),
  )
  const warm = await takeWarm(tx, context, asked.locked)
  const cold = asked.locked.filter(({ person }) => !warm.has(person))
  refuseLarge(asked, cold)
  const isReferrers = referrerSide(context.program)
  const changed = new Map<string, Map<string, Key>>()
  for (const { person, revision } of asked.locked) {
    const state = warm.get(person)
    if (!state) continue
    state.revision = revision
    const keys = new Map<string, Key>()
    const note = (changes: readonly Key[]) => {
      for (const change of changes)
        if (change.participant === person && isReferrers(change.incentive)) keys.set(rewardId(change), change)
    }
    note(feedAsked(state, person, asked))
    note(state.incremental.advance(asked.now))
    changed.set(person, keys)
    holdState(tx, context, person, state)
  }
  const built = await buildStates(tx, context, cold, asked)

  const ids = [...changed.values()].flatMap((keys) => [...keys.keys()])
  const [ripe, read, whole] = await together(
    context.store,
    () => readRewards.ripe(tx, context, [...changed.keys()], asked.now),
    () => readRewards.byId(tx, context, ids),
    () => readRewards.ofReferrers(tx, context, [...built.keys()]),
  )
  for (const row of ripe) changed.get(row.participant)!.set(row.id, row)
  const found = new Map([...read, ...ripe, ...whole].map((row) => [row.id, row]))
  const stored = groupBy(found.values(), ({ participant }) => participant)
  return asked.locked.map(({ person }) => {
    const { incremental } = warm.get(person) ?? built.get(person)!
    const rows = stored.get(person) ?? []
    const keys = new Map<string, Key>(changed.get(person) ?? rows.map((row) => [row.id, row]))
    if (!changed.has(person))
      for (const reward of incremental.rewards(person))
        if (reward.to === 'referrer') keys.set(rewardId(reward), reward)
    return {
      referrer: person,
      stored: rows,
      rewards: [...keys.values()].map((key) => decisionOf(key, incremental.find(key))),
      progress: incremental.progress(person),
    }
  })
}

function refuseLarge({ friendsOf }: Asked, cold: readonly Referrer[]): void {
  const large = cold.filter(({ bound }) => bound > manyFriends).map(({ person }) => person)
  if (large.length === 0) return
  throw new ColdReferrers(large, new Set(large.flatMap((referrer) => [...friendsOf(referrer)])))
}

const feedAsked = (state: State, person: string, { friendsOf, rowsOf, codes, own }: Asked) => [
  ...[...friendsOf(person)].flatMap((friend) => feed(state, rowsOf(friend), codes)),
  ...feed(state, own.get(person) ?? [], codes),
]

function referrerSide({ incentives }: Program): (incentive: string) => boolean {
  const ids = new Set(incentives.filter(({ to }) => to === 'referrer').map(({ id }) => id))
  return (incentive) => ids.has(incentive)
}

const byId = bulkSelect({ id: 'text' }, 'select * from gw_ledger where program = :program and id = :id')

/** The states that are here and up to date, or can be brought up to date by what others noted. */
async function takeWarm(
  tx: Write,
  context: Context,
  locked: readonly Referrer[],
): Promise<Map<string, State>> {
  const warm = new Map<string, State>()
  for (const { person, revision, bound } of locked) {
    const state = takeState(tx, context, person)
    if (!state || state.revision >= revision) continue
    if (state.revision === revision - 1) warm.set(person, state)
    else if (bound > manyFriends && (await catchUp(tx, context, state, person, revision)))
      warm.set(person, state)
  }
  return warm
}

async function catchUp(
  tx: Write,
  context: Context,
  state: State,
  referrer: string,
  until: number,
): Promise<boolean> {
  const steps = await readSteps(tx, context, { referrer, revision: state.revision, until })
  if (!steps) return false
  const slice = await loadSlice(tx, context, new Set(steps.flatMap(({ friends }) => friends)))
  feed(state, slice.rows, slice.codes)
  const ids = steps.flatMap(({ rows }) => rows).map((id) => ({ id }))
  const own = await context.store.bulk<StoredRow>(tx, byId, context.program.id, ids)
  feed(
    state,
    own.flatMap((row) => readRow(row) ?? []),
    slice.codes,
  )
  return true
}

/** Reads all that these referrers ever had, together, and decides it. */
async function buildStates(
  tx: Write,
  context: Context,
  cold: readonly Referrer[],
  asked: Asked,
): Promise<Map<string, State>> {
  const built = new Map<string, State>()
  if (cold.length === 0) return built
  const people = cold.map(({ person }) => person)
  const friends = new Map<string, Set<string>>(people.map((person) => [person, new Set()]))
  for (const { friend, referrer } of await readFriends(tx, context, people))
    friends.get(referrer)!.add(friend)
  const own = await loadOwnRows(tx, context, people)
  for (const { referrer, friend } of await friendsGivenFor(tx, context, own))
    friends.get(referrer)!.add(friend)
  const slice = await loadSlice(tx, context, new Set([...friends.values()].flatMap((some) => [...some])))
  const rowsOf = rowsByFriend(slice)
  for (const { person, revision } of cold) {
    const state = createState(context.program, revision)
    state.incremental.advance(asked.now)
    for (const friend of friends.get(person)!) feed(state, rowsOf(friend), slice.codes)
    feed(state, own.get(person) ?? [], slice.codes)
    feedAsked(state, person, asked)
    built.set(person, state)
    holdState(tx, context, person, state)
  }
  return built
}

const byOrder = bulkSelect(
  { referrer: 'text', name: 'text', order_ref: 'text' },
  `select cast(:referrer as text) as referrer, friend from gw_orders
    where program = :program and name = :name and order_ref = :order_ref and friend is not null`,
)

/** The friends whose orders something was given for, though they may be somebody else's by now. */
export async function friendsGivenFor(
  tx: Write,
  { store, program }: Context,
  own: OwnRows,
): Promise<readonly { readonly referrer: string; readonly friend: string }[]> {
  const found: { referrer: string; friend: string }[] = []
  const orders: { referrer: string; name: string; order_ref: string }[] = []
  for (const [referrer, rows] of own)
    for (const row of rows) {
      if (row.type !== 'grant') continue
      const [, name, order_ref] = /^order:([^:]*):(.*)$/s.exec(row.occurrence) ?? []
      const [, friend] = /^at:\d+:(.*)$/s.exec(row.occurrence) ?? []
      if (name !== undefined && order_ref !== undefined) orders.push({ referrer, name, order_ref })
      if (friend !== undefined) found.push({ referrer, friend })
    }
  const rows = await store.bulk<{ referrer: string; friend: string }>(tx, byOrder, program.id, orders)
  return [...found, ...rows]
}
