import type { Participant, Referral, Reward } from '../backend.ts'
import { firstText, fullName, needText, numberOf } from '../vendor/fields.ts'
import { present, textOf, timeInUtc, type Fields } from '../vendor/fields.ts'
import type { NewsTypes } from '../vendor/loose-news.ts'
import type { Told } from '../vendor/program-view.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'Referral Rock'

const number = (value: unknown): number => numberOf(value) ?? 0
const statusOf = ({ status }: Fields): string => textOf(status)?.toLowerCase() ?? ''

/** The vendor's id of anything. */
export const idOf = (one: Fields): string => needText(vendor, one, 'id')
/** A person's name, in whichever field it is. */
export const nameOf = (one: Fields): string | undefined =>
  firstText(one, 'displayName', 'fullName') ?? fullName(one.firstName, one.lastName)
/** How many friends count for a member; those whom somebody has still to look at come on top. */
export const friendsOf = (member: Fields): number =>
  number(member.referralsQualified) + number(member.referralsApproved)
/** Whether the referral was taken back. */
export const isDenied = (referral: Fields): boolean => statusOf(referral) === 'denied'

/** A member as the participant that they are; a view of their page is a visit. */
export const participantOf = (member: Fields, currency: string): Participant =>
  shapes.participant({
    id: idOf(member),
    code: needText(vendor, member, 'referralCode'),
    link: needText(vendor, member, 'referralUrl'),
    name: nameOf(member),
    friends: friendsOf(member) + number(member.referralsPending),
    visits: number(member.views),
    shares: number(member.emailShares) + number(member.socialShares),
    currency,
    earned: number(member.rewardsIssuedAmount),
    coming: number(member.rewardsPendingAmount),
  })

/** A member as somebody to import. */
export const personOf = (member: Fields): VendorPerson => ({
  id: idOf(member),
  email: needText(vendor, member, 'email'),
  ...present({ name: nameOf(member), code: textOf(member.referralCode), at: timeInUtc(member.createDt) }),
})

/** Whose a referral is. */
export const referrerOf = ({ referringMemberId: id }: Fields): string | undefined => textOf(id)

/** A friend as their referrer sees them. */
export function referralOf(referral: Fields): Referral {
  const state = isDenied(referral) ? 'refunded' : statusOf(referral) === 'pending' ? 'held' : 'converted'
  return shapes.referral(idOf(referral), timeInUtc(referral.createDate), state, nameOf(referral))
}

/** A reward; one that is pending is due once its day has come. */
export function rewardOf(reward: Fields, programCurrency: string, now: number): Reward {
  const recipient = firstText(reward, 'recipientId', 'memberId')
  const facts = {
    id: idOf(reward),
    incentive: textOf(reward.programRewardRuleId),
    label: firstText(reward, 'description', 'type') ?? 'a reward',
    to: recipient === textOf(reward.memberId) ? 'referrer' : 'friend',
    status: statusOf(reward) === 'pending' ? 'eligible' : statusOf(reward),
    at: timeInUtc(reward.createDate),
    givenAt: timeInUtc(reward.issueDate),
    until: timeInUtc(reward.eligibilityDate),
    amount: number(reward.amount),
    currency: textOf(reward.currencyCode) ?? programCurrency,
    friend: textOf(reward.referralDisplayName),
    owner: recipient,
    ownerName: textOf(reward.recipientName),
    ownerEmail: textOf(reward.recipientEmailAddress),
  } as const
  return shapes.reward(facts, now)
}

/** The program's title, and its two offers. */
export function tell(program: Fields, conversion: string): Told {
  const offer = (to: 'referrer' | 'friend', text: unknown): Told['incentives'] => {
    const [when, name] = [{ type: 'first', conversion } as const, textOf(text)]
    return name ? [{ id: `${to}-offer`, when, to, give: { type: 'product', name } }] : []
  }
  const all = [...offer('referrer', program.memberOffer)!, ...offer('friend', program.referralOffer)!]
  return present({ name: firstText(program, 'title', 'name'), incentives: all.length > 0 ? all : undefined })
}

/** The events that an address may name; a change of status is what the status says. */
export const newsTypes = (body: Fields): NewsTypes => [
  [/^MemberAdd$/i, 'participant.enrolled'],
  [/^ReferralStatusChange$/i, statusOf(body) === 'approved' ? 'referral.converted' : 'other'],
  [/^RewardAdd$/i, 'reward.due'],
  [/^RewardIssue$/i, 'reward.granted'],
  [/^RewardDelete$/i, 'reward.reversed'],
]
