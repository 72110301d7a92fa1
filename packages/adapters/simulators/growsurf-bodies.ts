// The shapes of GrowSurf's answers.
import type { GrowsurfState, SimulatedParticipant, SimulatedReward } from './growsurf-state.ts'

/** A participant, with the fields that are always there and those that usually are. */
export function participantBody(state: GrowsurfState, campaign: string, one: SimulatedParticipant) {
  const referralCount = state.referralCount(one.id)
  const ahead = state.participants.filter(({ id }) => state.referralCount(id) > referralCount).length
  return {
    id: one.id,
    email: one.email,
    firstName: one.firstName,
    lastName: one.lastName,
    shareUrl: `https://grow.surf/share/${campaign}/${one.id}`,
    referralCount,
    monthlyReferralCount: referralCount,
    rank: ahead + 1,
    monthlyRank: ahead + 1,
    impressionCount: 0,
    uniqueImpressionCount: 0,
    inviteCount: 0,
    shareCount: {},
    referrals: state.friendsOf(one.id).map(({ id }) => id),
    rewards: one.rewards.map(rewardBody),
    vanityKeys: [],
    referredBy: one.referredBy,
    referralSource: one.referredBy ? 'PARTICIPANT' : 'DIRECT',
    referralStatus: one.referralStatus,
    fraudRiskLevel: 'LOW',
    isWinner: false,
    metadata: one.metadata,
    createdAt: one.createdAt,
  }
}

export const rewardBody = (reward: SimulatedReward) => ({
  ...reward,
  isAvailable: true,
  isFulfilled: reward.status === 'FULFILLED',
  unread: true,
  amount: null,
  currencyISO: null,
})

/** One page of a list; `nextId` is the last item's of this page. */
export function pageOf<T extends { readonly id: string }>(
  name: string,
  items: readonly T[],
  query: Readonly<Record<string, string>>,
) {
  const limit = Math.min(100, Number(query['limit'] ?? 10))
  const start = query['nextId'] ? items.findIndex(({ id }) => id === query['nextId']) + 1 : 0
  const page = items.slice(start, start + limit)
  const more = items.length > start + limit
  return { [name]: page, limit, more, nextId: more ? page.at(-1)!.id : null, nextOffset: null }
}
