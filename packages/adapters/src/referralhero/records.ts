import type { IncentiveView } from '@goodword/program'
import type { Participant, Referral, Reward } from '../backend.ts'
import { displayName } from '../display-name.ts'
import {
  fieldsOf,
  loose,
  needText,
  numberOf,
  present,
  textOf,
  timeOf,
  type Fields,
} from '../vendor/fields.ts'
import type { NewsTypes } from '../vendor/loose-news.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

export const vendor = 'ReferralHero'

/** How many friends count for a subscriber. */
export const friendsOf = ({ people_referred: friends }: Fields): number => numberOf(friends) ?? 0

/** A subscriber as the participant that they are. Clicks and shares the vendor does not tell. */
export function participantOf(subscriber: Fields): Participant {
  const friends = friendsOf(subscriber)
  const rank = friends > 0 ? numberOf(subscriber.position) : undefined
  return {
    id: needText(vendor, subscriber, 'id'),
    code: needText(vendor, subscriber, 'code'),
    link: needText(vendor, subscriber, 'referral_link', 'universal_link'),
    stats: { visits: 0, shares: 0, friends, earned: [], coming: [], ...present({ rank }) },
    ...present({ name: textOf(subscriber.name) }),
  }
}

/** A subscriber as somebody to import. */
export function personOf(subscriber: Fields): VendorPerson {
  const { name, code, created_at: created, referred_by: by } = subscriber
  const referredBy = textOf(fieldsOf(by).id) ?? textOf(by)
  return {
    id: needText(vendor, subscriber, 'id'),
    email: needText(vendor, subscriber, 'email'),
    ...present({ name: textOf(name), code: textOf(code), at: timeOf(created), referredBy }),
  }
}

/** Whether somebody brought the friend. */
export const isReferred = ({ referred, referred_by: by }: Fields): boolean => referred === true || Boolean(by)

/** Whether the friend's conversion counts already. */
export const isConfirmed = ({ status }: Fields): boolean => textOf(status)?.toLowerCase() === 'confirmed'

/** A subscriber as a referrer sees the friend. */
export const referralOf = (subscriber: Fields): Referral => ({
  id: needText(vendor, subscriber, 'id'),
  at: timeOf(subscriber.created_at) ?? 0,
  state: isConfirmed(subscriber) ? 'converted' : 'held',
  ...present({ friend: displayName(textOf(subscriber.name)) }),
})

/** A reward, whichever way its keys are written. */
export function rewardOf(given: Fields): Reward {
  const reward = loose(given)
  const name = textOf(reward.name) ?? 'reward'
  const code = textOf(reward.couponcode)
  const at = timeOf(reward.unlockeddate) ?? timeOf(reward.createdat) ?? 0
  const owner = textOf(reward.subscriberid)
  const participant = owner && { id: owner, ...present({ email: textOf(reward.subscriberemail) }) }
  return {
    id: needText(vendor, reward, 'id'),
    incentive: name,
    to: 'referrer',
    at,
    give: code === undefined ? { type: 'product', name } : { type: 'coupon', code },
    ...stateOf(textOf(reward.status)?.toLowerCase() ?? '', timeOf(reward.sentdate), at),
    ...(participant && { participant }),
  }
}

function stateOf(status: string, sent: number | undefined, at: number): Pick<Reward, 'state' | 'reason'> {
  if (sent !== undefined || /sent|deliver|fulfil|redeem/.test(status))
    return { state: 'granted', reason: { code: 'given', at: sent ?? at } }
  if (status === 'unlocked') return { state: 'due', reason: { code: 'earned' } }
  return { state: 'pending', reason: { code: 'under-review' } }
}

/** A bonus: what a subscriber gets for so many confirmed friends. */
export function incentiveOf({ title, description, referrals }: Fields, conversion: string): IncentiveView {
  const name = textOf(title) ?? textOf(description) ?? 'a reward'
  const at = numberOf(referrals) ?? 1
  return {
    id: name,
    when: at > 1 ? { type: 'milestone', conversion, count: 'friends', at } : { type: 'first', conversion },
    to: 'referrer',
    give: { type: 'product', name },
  }
}

/** The vendor's list of names is not public; these words are in what others call them. */
export const newsTypes: NewsTypes = [
  [/reward.*unlock|unlock.*reward/i, 'reward.due'],
  [/referral.*confirm/i, 'referral.converted'],
  [/subscriber.*(add|creat|new)|(add|creat|new).*subscriber/i, 'participant.enrolled'],
]
