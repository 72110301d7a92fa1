import type { Participant, Reward } from '../backend.ts'
import { fieldsOf, firstText, fullName, needText, numberOf } from '../vendor/fields.ts'
import { present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

export const vendor = 'GrowSurf'

/** The parameter of GrowSurf's links. */
export const parameter = 'grsf'

export const idOf = (fields: Fields): string => needText(vendor, fields, 'id')

export const nameOf = (fields: Fields): string | undefined => fullName(fields.firstName, fields.lastName)

export const friendsOf = (fields: Fields): number => numberOf(fields.referralCount) ?? 0

/** Clicks are GrowSurf's impressions. */
export function readParticipant(fields: Fields, site: string): Participant {
  const id = idOf(fields)
  const code = (Array.isArray(fields.vanityKeys) && textOf(fields.vanityKeys[0])) || id
  const link = new URL(site)
  link.searchParams.set(parameter, code)
  const counts = Object.values(fieldsOf(fields.shareCount)).map((count) => numberOf(count) ?? 0)
  return shapes.participant({
    id,
    code,
    // An affiliate who is not approved yet has none.
    link: textOf(fields.shareUrl) ?? link.href,
    name: nameOf(fields),
    visits: numberOf(fields.impressionCount),
    shares: counts.reduce((sum, count) => sum + count, 0),
    friends: friendsOf(fields),
    rank: numberOf(fields.rank),
  })
}

export const referrerOf = ({ referredBy }: Fields): string | undefined => textOf(referredBy)

/** Somebody to import. */
export function readPerson(fields: Fields, site: string): VendorPerson {
  const { id, code, name } = readParticipant(fields, site)
  const more = present({ name, at: timeOf(fields.createdAt), referredBy: referrerOf(fields) })
  return { id, code, email: needText(vendor, fields, 'email'), ...more }
}

const states = { CREDIT_PENDING: 'held', CREDIT_AWARDED: 'converted', CREDIT_EXPIRED: 'refunded' } as const

/** Nothing for somebody who was invited, and has not come. */
export function readReferral(fields: Fields) {
  const state = states[textOf(fields.referralStatus) as keyof typeof states]
  return state ? [shapes.referral(idOf(fields), timeOf(fields.createdAt), state, nameOf(fields))] : []
}

/** Its id holds whose it is. GrowSurf tells no time of a reward that waits. */
export function readReward(fields: Fields, owner: string, kinds: readonly Fields[], now: number): Reward {
  const definition = kinds.find(({ id }) => id === fields.rewardId) ?? {}
  const givenAt = timeOf(fields.fulfilledAt)
  const facts = {
    id: `${owner}/${idOf(fields)}`,
    owner,
    incentive: textOf(fields.rewardId),
    label: firstText(definition, 'title', 'description') ?? 'a reward',
    to: fields.isReferrer === false ? ('friend' as const) : ('referrer' as const),
    status:
      fields.approved === true && fields.status === 'PENDING' ? 'approved' : (textOf(fields.status) ?? ''),
    at: timeOf(fields.approvedAt) ?? givenAt,
    givenAt,
    coupon: textOf(definition.couponCode),
  }
  return shapes.reward(facts, now)
}
