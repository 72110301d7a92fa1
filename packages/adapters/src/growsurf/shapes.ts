import type { Participant, Reward } from '../backend.ts'
import { fieldsOf, fullName, needText, numberOf, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'

export const vendor = 'GrowSurf'

/** The parameter of GrowSurf's links. */
export const parameter = 'grsf'

export const idOf = (fields: Fields): string => needText(vendor, fields, 'id')

export const nameOf = (fields: Fields): string | undefined => fullName(fields.firstName, fields.lastName)

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
    friends: numberOf(fields.referralCount) ?? 0,
    rank: numberOf(fields.rank),
  })
}

const states = { CREDIT_PENDING: 'held', CREDIT_AWARDED: 'converted', CREDIT_EXPIRED: 'refunded' } as const

/** Nothing for somebody who was invited, and has not come. */
export function readReferral(fields: Fields) {
  const state = states[textOf(fields.referralStatus) as keyof typeof states]
  return state ? [shapes.referral(idOf(fields), timeOf(fields.createdAt), state, nameOf(fields))] : []
}

/** Its id holds whose it is. GrowSurf tells no time of a reward that waits: it is as old as 1970. */
export function readReward(
  fields: Fields,
  owner: string,
  definitions: readonly Fields[],
  now: number,
): Reward {
  const definition = definitions.find(({ id }) => id === fields.rewardId) ?? {}
  const givenAt = timeOf(fields.fulfilledAt)
  const facts = {
    id: `${owner}/${idOf(fields)}`,
    incentive: textOf(fields.rewardId),
    label: titleOf(definition),
    to: fields.isReferrer === false ? ('friend' as const) : ('referrer' as const),
    status:
      fields.approved === true && fields.status === 'PENDING' ? 'approved' : (textOf(fields.status) ?? ''),
    at: timeOf(fields.approvedAt) ?? givenAt,
    givenAt,
    coupon: textOf(definition.couponCode),
  }
  return shapes.reward(facts, now)
}

const titleOf = (definition: Fields): string =>
  textOf(definition.title) ?? textOf(definition.description) ?? 'a reward'
