import type { IncentiveView } from '@goodword/program'
import type { Participant, Referral, Reward } from '../backend.ts'
import { displayName } from '../display-name.ts'
import { fieldsOf, listOf, needText, numberOf, textOf, timeOf, type Fields } from '../vendor/fields.ts'

export const vendor = 'GrowSurf'

/** The parameter of GrowSurf's links. */
export const parameter = 'grsf'

export const nameOf = (fields: Fields): string | undefined =>
  [textOf(fields['firstName']), textOf(fields['lastName'])].filter(Boolean).join(' ') || undefined

/** Clicks are GrowSurf's impressions; money is left out, since its unit is not documented. */
export function readParticipant(fields: Fields, site: string): Participant & { readonly code: string } {
  const id = needText(vendor, fields, 'id')
  const vanity = fields['vanityKeys']
  const code = (Array.isArray(vanity) && textOf(vanity[0])) || id
  const name = nameOf(fields)
  const rank = numberOf(fields['rank'])
  const link = new URL(site)
  link.searchParams.set(parameter, code)
  const shares = Object.values(fieldsOf(fields['shareCount'])).reduce<number>(
    (sum, count) => sum + (numberOf(count) ?? 0),
    0,
  )
  return {
    id,
    code,
    // An affiliate who is not approved yet has none.
    link: textOf(fields['shareUrl']) ?? link.href,
    ...(name !== undefined && { name }),
    stats: {
      visits: numberOf(fields['impressionCount']) ?? 0,
      shares,
      friends: numberOf(fields['referralCount']) ?? 0,
      earned: [],
      coming: [],
      ...(rank !== undefined && { rank }),
    },
  }
}

const referralStates: Readonly<Record<string, Referral['state']>> = {
  CREDIT_PENDING: 'held',
  CREDIT_AWARDED: 'converted',
  CREDIT_EXPIRED: 'refunded',
}

/** `undefined` for somebody who was invited, and has not come. */
export function readReferral(fields: Fields): Referral | undefined {
  const state = referralStates[textOf(fields['referralStatus']) ?? '']
  const friend = displayName(nameOf(fields))
  const id = needText(vendor, fields, 'id')
  return state && { id, at: timeOf(fields['createdAt']) ?? 0, state, ...(friend !== undefined && { friend }) }
}

/** A participant's reward. GrowSurf says no time of one that waits: it is as old as 1970. */
export function readReward(fields: Fields, participant: string, definitions: readonly Fields[]): Reward {
  const own = needText(vendor, fields, 'id')
  const incentive = textOf(fields['rewardId']) ?? own
  const definition = definitions.find(({ id }) => id === incentive) ?? {}
  const givenAt = timeOf(fields['fulfilledAt'])
  const at = timeOf(fields['approvedAt']) ?? givenAt ?? 0
  const status = textOf(fields['status'])
  const base = {
    id: `${participant}/${own}`,
    incentive,
    to: fields['isReferrer'] === false ? 'friend' : 'referrer',
    at,
  } as const
  const code = textOf(definition['couponCode'])
  const give = (isTheirs: boolean): Reward['give'] =>
    code === undefined
      ? { type: 'product', name: titleOf(definition) }
      : { type: 'coupon', code: isTheirs ? code : '' }
  if (status === 'CANCELLED')
    return { ...base, give: give(false), state: 'reversed', reason: { code: 'rejected' } }
  if (status === 'FULFILLED' || fields['isFulfilled'] === true)
    return { ...base, give: give(true), state: 'granted', reason: { code: 'given', at: givenAt ?? at } }
  return fields['approved'] === true
    ? { ...base, give: give(true), state: 'due', reason: { code: 'earned' } }
    : { ...base, give: give(false), state: 'pending', reason: { code: 'under-review' } }
}

const titleOf = (definition: Fields): string =>
  textOf(definition['title']) ?? textOf(definition['description']) ?? 'a reward'

/** The campaign's rewards as the public sees them. */
export function readIncentives(campaign: Fields, conversion: string): IncentiveView[] {
  return listOf(campaign['rewards'])
    .filter(({ isVisible }) => isVisible !== false)
    .flatMap((reward): IncentiveView[] => {
      const id = needText(vendor, reward, 'id')
      const count = numberOf(reward['conversionsRequired']) ?? 1
      const when: IncentiveView['when'] =
        reward['type'] === 'MILESTONE' || count > 1
          ? { type: 'milestone', conversion, count: 'friends', at: count }
          : { type: 'first', conversion }
      const view = (to: 'referrer' | 'friend', name: string): IncentiveView => ({
        id,
        when,
        to,
        give: { type: 'product', name },
      })
      const friends =
        reward['type'] === 'DOUBLE_SIDED'
          ? [view('friend', textOf(reward['referralDescription']) ?? titleOf(reward))]
          : []
      return [view('referrer', titleOf(reward)), ...friends]
    })
}
