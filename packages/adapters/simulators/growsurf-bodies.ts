// The shapes of GrowSurf's answers.
import type {
  GrowsurfSettings,
  GrowsurfState,
  SimulatedParticipant,
  SimulatedReward,
} from './growsurf-state.ts'

/** A participant, with the fields that are always there and those that usually are. */
export function participantBody(state: GrowsurfState, campaign: string, one: SimulatedParticipant) {
  const counts = state.referralCounts()
  const referralCount = counts.get(one.id) ?? 0
  const ahead = [...counts.values()].filter((count) => count > referralCount).length
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
  show: (item: T) => object = (item) => item,
) {
  const limit = Math.min(100, Number(query['limit'] ?? 10))
  const start = query['nextId'] ? items.findIndex(({ id }) => id === query['nextId']) + 1 : 0
  const page = items.slice(start, start + limit)
  const more = items.length > start + limit
  return { [name]: page.map(show), limit, more, nextId: more ? page.at(-1)!.id : null, nextOffset: null }
}

/** A campaign with one reward. */
export const bodyOfCampaign = ({
  id,
  type,
  sides,
  participants,
}: Pick<GrowsurfSettings, 'type' | 'sides'> & { readonly id: string; readonly participants: number }) => ({
  id,
  name: 'Juniper Friends',
  type,
  status: 'IN_PROGRESS',
  currencyISO: 'USD',
  participantCount: participants,
  rewards: [
    {
      id: 'crew_1',
      type: sides,
      title: '$10 credit',
      referralDescription: '$10 off',
      isUnlimited: true,
      limit: -1,
      isVisible: true,
    },
  ],
})

/** An answer that is no success. */
export const refuse = (status: number, code: string, message: string): Response =>
  Response.json(
    {
      name: code,
      code,
      message,
      status,
      supportUrl: 'https://support.test',
      level: 'error',
      timestamp: new Date().toISOString(),
    },
    { status },
  )
