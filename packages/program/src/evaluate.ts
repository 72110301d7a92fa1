import { bondState, decideBond, decideSeal, type BondDecision } from './bonds.ts'
import { readLedger, type FriendLedger, type ReadLedger } from './ledger-index.ts'
import type { Ledger, Seal } from './ledger.ts'
import { isMilestone, milestoneReward, progressOf } from './milestones.ts'
import { compare, type Order } from './orders.ts'
import type { Bond, Evaluation, MilestoneProgress, Reward } from './reward.ts'
import { rewardsOfFriend } from './rewards.ts'
import type { Program } from './schema/program.ts'
import { rewardKey, settle } from './settlement.ts'

interface DecidedFriend extends FriendLedger {
  readonly bond: BondDecision
}

/**
 * What a program owes at `now`, and to whom: a function of the rows as a set, whatever their order, each id once.
 *
 * A reward that is missing from a later answer (its order was taken over by another friend or referrer before anything
 * was given) is not owed any more; one that was granted is never missing. Everything is sorted by time, then by key.
 */
export function evaluate(program: Program, ledger: Ledger, now: number): Evaluation {
  const read = readLedger(program, ledger)
  const bonds: Bond[] = []
  const rewards: Reward[] = []
  const ordersOf = new Map<string, Order[]>()
  for (const { friend, orders, bond } of decideFriends(program, ledger, read)) {
    const { referrer, at } = bond
    if (referrer === undefined) continue
    bonds.push({ friend, referrer, at, state: bondState(orders) })
    const brought = ordersOf.get(referrer)
    if (brought) for (const order of orders) brought.push(order)
    else ordersOf.set(referrer, [...orders])
    for (const incentive of program.incentives) {
      if (!isMilestone(incentive)) {
        for (const reward of rewardsOfFriend(incentive, { friend, referrer, orders }, read.grants, now))
          rewards.push(reward)
      } else if (incentive.to === 'friend') {
        const reward = milestoneReward(incentive, friend, orders, read.grants, now)
        if (reward) rewards.push(reward)
      }
    }
  }

  const progress = new Map<string, MilestoneProgress[]>()
  for (const [referrer, orders] of ordersOf) {
    const milestones = program.incentives.filter(isMilestone).filter(({ to }) => to === 'referrer')
    progress.set(
      referrer,
      milestones.map((milestone) => progressOf(milestone, orders)),
    )
    for (const milestone of milestones) {
      const reward = milestoneReward(milestone, referrer, orders, read.grants, now)
      if (reward) rewards.push(reward)
    }
  }
  for (const reward of strayGrants(program, ledger, read, rewards)) rewards.push(reward)
  return {
    rewards: rewards.sort((a, b) => a.at - b.at || compare(keyOf(a), keyOf(b))),
    bonds: bonds.sort((a, b) => a.at - b.at || compare(a.friend, b.friend)),
    progress,
  }
}

/**
 * The seals that should be written at `now`: one for every friend, direct ones too, with a ripe order that counts. Their
 * ids and times are the same whoever writes them. A grant rests on a sealed bond, so write these first.
 */
export function sealsDue(program: Program, ledger: Ledger, now: number): Seal[] {
  const read = readLedger(program, ledger)
  return [...decideFriends(program, ledger, read)]
    .map((friend) => decideSeal(friend.bond, friend, now))
    .filter((seal) => seal !== undefined)
    .sort((a, b) => a.at - b.at || compare(a.id, b.id))
}

function* decideFriends(program: Program, { codes }: Ledger, read: ReadLedger): Generator<DecidedFriend> {
  for (const friend of read.friends) yield { ...friend, bond: decideBond(program.attribution, codes, friend) }
}

/** What was given to somebody to whom nothing points any more, such as the referrer before a bond moved. */
function strayGrants(
  program: Program,
  ledger: Ledger,
  read: ReadLedger,
  rewards: readonly Reward[],
): Reward[] {
  if (read.grants.size === 0) return []
  const known = new Set(rewards.map(keyOf))
  const stray: Reward[] = []
  for (const [key, [grant]] of read.grants) {
    const incentive = program.incentives.find(({ id }) => id === grant?.incentive)
    if (!grant || !incentive || known.has(key)) continue
    const { participant, occurrence } = grant
    const order = read.orders.get(occurrence.replace('order:', ''))
    // The rest of the ledger may well have the order that a slice lacks.
    if (ledger.friends && !order && occurrence.startsWith('order:')) continue
    const earned = { participant, occurrence, at: grant.at, ...(order && { friend: order.friend }) }
    stray.push(settle(incentive, earned, { state: 'lost', because: 'not-theirs' }, read.grants))
  }
  return stray
}

const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  rewardKey(incentive, participant, occurrence)
