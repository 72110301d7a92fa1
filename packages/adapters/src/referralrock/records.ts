import type { ProgramView } from '@goodword/program'
import type { Money, Participant, Referral, Reward } from '../backend.ts'
import { displayName } from '../display-name.ts'
import {
  loose,
  minorUnits,
  needText,
  numberOf,
  present,
  textOf,
  timeOf,
  type Fields,
} from '../vendor/fields.ts'
import type { NewsTypes } from '../vendor/loose-news.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

export const vendor = 'Referral Rock'

/** Times come without a zone, in UTC. */
const at = (value: unknown): number | undefined =>
  timeOf(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value)

const number = (value: unknown): number => numberOf(value) ?? 0
const status = ({ status: value }: Fields): string => textOf(value)?.toLowerCase() ?? ''
/** A person's name, in whichever field it is. */
export const nameOf = ({ displayName: shown, fullName, firstName, lastName }: Fields): string | undefined =>
  textOf(shown) ??
  textOf(fullName) ??
  ([textOf(firstName), textOf(lastName)].filter(Boolean).join(' ') || undefined)

/** How many friends count for a member. */
export const friendsOf = (member: Fields): number =>
  number(member.referralsQualified) + number(member.referralsApproved)

/** A member as the participant that they are; a view of their page is a visit. */
export function participantOf(member: Fields, currency: string): Participant {
  const money = (value: unknown): Money[] =>
    number(value) > 0 ? [{ amount: minorUnits(number(value), currency), currency }] : []
  return {
    id: needText(vendor, member, 'id'),
    code: needText(vendor, member, 'referralCode'),
    link: needText(vendor, member, 'referralUrl'),
    stats: {
      visits: number(member.views),
      shares: number(member.emailShares) + number(member.socialShares),
      friends: friendsOf(member) + number(member.referralsPending),
      earned: money(member.rewardsIssuedAmount),
      coming: money(member.rewardsPendingAmount),
    },
    ...present({ name: nameOf(member) }),
  }
}

/** A member as somebody to import. */
export const personOf = (member: Fields): VendorPerson => ({
  id: needText(vendor, member, 'id'),
  email: needText(vendor, member, 'email'),
  ...present({ name: nameOf(member), code: textOf(member.referralCode), at: at(member.createDt) }),
})

/** Whether the referral was taken back. */
export const isDenied = (referral: Fields): boolean => status(referral) === 'denied'

/** A friend as their referrer sees them. */
export const referralOf = (referral: Fields): Referral => ({
  id: needText(vendor, referral, 'id'),
  at: at(referral.createDate) ?? 0,
  state: isDenied(referral) ? 'refunded' : status(referral) === 'pending' ? 'held' : 'converted',
  ...present({ friend: displayName(nameOf(referral)) }),
})

/** A reward; it is due once its day has come, and granted once it is issued. */
export function rewardOf(reward: Fields, program: string, now: number): Reward {
  const currency = textOf(reward.currencyCode) ?? program
  const amount = minorUnits(number(reward.amount), currency)
  const label = textOf(reward.description) ?? textOf(reward.type) ?? 'reward'
  const friend = displayName(textOf(reward.referralDisplayName))
  const recipient = textOf(reward.recipientId) ?? textOf(reward.memberId)
  const name = textOf(reward.recipientName)
  return {
    id: needText(vendor, reward, 'id'),
    incentive: textOf(reward.programRewardRuleId) ?? label,
    to: recipient === undefined || recipient === textOf(reward.memberId) ? 'referrer' : 'friend',
    at: at(reward.createDate) ?? 0,
    give: amount > 0 ? { type: 'cash', amount } : { type: 'product', name: label },
    ...stateOf(reward, now),
    ...(amount > 0 && { money: { amount, currency } }),
    ...present({ friend }),
    ...(recipient !== undefined && {
      participant: { id: recipient, ...present({ name, email: textOf(reward.recipientEmailAddress) }) },
    }),
  }
}

function stateOf(reward: Fields, now: number): Pick<Reward, 'state' | 'reason'> {
  const issued = at(reward.issueDate)
  const until = at(reward.eligibilityDate)
  if (issued !== undefined || /issued|paid|redeemed|fulfilled/.test(status(reward)))
    return { state: 'granted', reason: { code: 'given', at: issued ?? now } }
  if (/denied|cancel|inelig|void|expired|removed/.test(status(reward)))
    return { state: 'reversed', reason: { code: 'rejected' } }
  if (until !== undefined && until > now) return { state: 'pending', reason: { code: 'on-hold', until } }
  return { state: 'due', reason: { code: 'earned' } }
}

/** The program's title, and its two offers. */
export function tell(program: Fields, conversion: string): Partial<Pick<ProgramView, 'name' | 'incentives'>> {
  const offers = [
    ['referrer', program.memberOffer],
    ['friend', program.referralOffer],
  ] as const
  const incentives = offers.flatMap(([to, offer]) => {
    const name = textOf(offer)
    const when = { type: 'first', conversion } as const
    return name === undefined
      ? []
      : [{ id: `${to}-offer`, when, to, give: { type: 'product', name } as const }]
  })
  return {
    ...present({ name: textOf(program.title) ?? textOf(program.name) }),
    ...(incentives.length > 0 && { incentives }),
  }
}

/** The events that an address may name; a change of status is what the status says. */
export const newsTypes = (body: Fields): NewsTypes => [
  [/^MemberAdd$/i, 'participant.enrolled'],
  [/^ReferralStatusChange$/i, status(loose(body)) === 'approved' ? 'referral.converted' : 'other'],
  [/^RewardAdd$/i, 'reward.due'],
  [/^RewardIssue$/i, 'reward.granted'],
  [/^RewardDelete$/i, 'reward.reversed'],
]
