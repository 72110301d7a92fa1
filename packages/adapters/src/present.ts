import type { Program, Reward as DecidedReward } from '@goodword/program'
import type { Money, Page, PageQuery, ParticipantStats, Reward } from './backend.ts'

/** A reward's id for the world: its three parts in one, safe in a URL when encoded. */
export function rewardId({
  incentive,
  participant,
  occurrence,
}: Pick<DecidedReward, 'incentive' | 'participant' | 'occurrence'>): string {
  return `${incentive}/${participant}/${occurrence}`
}

/** A decided reward as its owner sees it: a coupon's code only once it is theirs, a friend by display name. */
export function presentReward(program: Program, reward: DecidedReward, friend: string | undefined): Reward {
  const { incentive, to, state, give, amount, at, reason } = reward
  const isTheirs = state === 'due' || state === 'granted'
  return {
    id: rewardId(reward),
    incentive,
    to,
    state,
    give: give.type === 'coupon' && !isTheirs ? { ...give, code: '' } : give,
    at,
    reason,
    ...(amount !== undefined && { money: { amount, currency: program.currency } }),
    ...(friend !== undefined && { friend }),
  }
}

/** What a participant earned and what is coming, of the rewards that are money in hand: credit and cash. */
export function totalRewards(
  program: Program,
  rewards: readonly DecidedReward[],
): Pick<ParticipantStats, 'earned' | 'coming'> {
  const sum = (...states: DecidedReward['state'][]): Money[] => {
    const amount = rewards
      .filter(({ state, give }) => states.includes(state) && (give.type === 'credit' || give.type === 'cash'))
      .reduce((total, reward) => total + (reward.amount ?? 0), 0)
    return amount > 0 ? [{ amount, currency: program.currency }] : []
  }
  return { earned: sum('granted'), coming: sum('pending', 'due') }
}

/**
 * One page of a list, newest first; the cursor names the last item of the page before, so that new items move nothing.
 * What has no time stands before what has one: a vendor tells none of what is not decided yet.
 */
export function pageOf<T extends { readonly id: string; readonly at?: number }>(
  items: readonly T[],
  { limit = 20, cursor }: PageQuery = {},
): Page<T> {
  const place = ({ at, id }: T): string => `${at?.toString(36).padStart(9, '0') ?? 'z'.repeat(9)}.${id}`
  const sorted = items
    .map((item) => ({ item, key: place(item) }))
    .toSorted((a, b) => (a.key < b.key ? 1 : -1))
  const rest = cursor === undefined ? sorted : sorted.filter(({ key }) => key < cursor)
  const page = rest.slice(0, limit)
  const last = rest.length > limit ? page.at(-1) : undefined
  return { items: page.map(({ item }) => item), ...(last && { next: last.key }) }
}
