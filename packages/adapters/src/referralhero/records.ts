import type { IncentiveView } from '@goodword/program'
import type { Participant, Referral, Reward } from '../backend.ts'
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
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'ReferralHero'

/** The vendor's id of anything. */
export const idOf = (one: Fields): string => needText(vendor, one, 'id')
/** A person's name. */
export const nameOf = ({ name }: Fields): string | undefined => textOf(name)
/** How many friends count for a subscriber. */
export const friendsOf = ({ people_referred: friends }: Fields): number => numberOf(friends) ?? 0
/** Whether somebody brought the friend. */
export const isReferred = ({ referred, referred_by: by }: Fields): boolean => referred === true || Boolean(by)
/** Whether the friend's conversion counts already. */
export const isConfirmed = ({ status }: Fields): boolean => textOf(status)?.toLowerCase() === 'confirmed'

/** A subscriber as the participant that they are. Clicks and shares the vendor does not tell. */
export const participantOf = (subscriber: Fields): Participant =>
  shapes.participant({
    id: idOf(subscriber),
    code: needText(vendor, subscriber, 'code'),
    link: needText(vendor, subscriber, 'referral_link', 'universal_link'),
    name: nameOf(subscriber),
    friends: friendsOf(subscriber),
    rank: friendsOf(subscriber) > 0 ? numberOf(subscriber.position) : undefined,
  })

/** Who brought a subscriber. */
export const referrerOf = ({ referred_by: by }: Fields): string | undefined =>
  textOf(fieldsOf(by).id) ?? textOf(by)

/** A subscriber as somebody to import. */
export function personOf(subscriber: Fields): VendorPerson {
  const { code, created_at: created } = subscriber
  const referredBy = referrerOf(subscriber)
  const known = { name: nameOf(subscriber), code: textOf(code), at: timeOf(created), referredBy }
  return { id: idOf(subscriber), email: needText(vendor, subscriber, 'email'), ...present(known) }
}

/** A subscriber as a referrer sees the friend. */
export const referralOf = (friend: Fields): Referral =>
  shapes.referral(
    idOf(friend),
    timeOf(friend.created_at),
    isConfirmed(friend) ? 'converted' : 'held',
    nameOf(friend),
  )

/** A reward, whichever way its keys are written. */
export function rewardOf(given: Fields, now: number): Reward {
  const reward = loose(given)
  const facts = {
    id: idOf(reward),
    label: textOf(reward.name) ?? 'a reward',
    status: textOf(reward.status) ?? '',
    at: timeOf(reward.unlockeddate) ?? timeOf(reward.createdat),
    givenAt: timeOf(reward.sentdate),
    coupon: textOf(reward.couponcode),
    owner: textOf(reward.subscriberid),
    ownerEmail: textOf(reward.subscriberemail),
  }
  return shapes.reward(facts, now)
}

/** A bonus: what a subscriber gets for so many confirmed friends. */
export function incentiveOf({ title, description, referrals }: Fields, conversion: string): IncentiveView {
  const name = textOf(title) ?? textOf(description) ?? 'a reward'
  const at = numberOf(referrals) ?? 1
  const goal = { type: 'milestone', conversion, count: 'friends', at } as const
  const when = at > 1 ? goal : ({ type: 'first', conversion } as const)
  return { id: name, when, to: 'referrer', give: { type: 'product', name } }
}

/** The vendor's list of names is not public; these words are in what others call them. */
export const newsTypes: NewsTypes = [
  [/reward.*unlock|unlock.*reward/i, 'reward.due'],
  [/referral.*confirm/i, 'referral.converted'],
  [/subscriber.*(add|creat|new)|(add|creat|new).*subscriber/i, 'participant.enrolled'],
]
