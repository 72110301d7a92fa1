import type { Participant, Referral, Reward } from '../backend.ts'
import { fieldsOf, fullName, listOf, needText } from '../vendor/fields.ts'
import { numberOf, present, textOf, timeInUtc, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'Tapfiliate'

/** The last name of somebody who has none: Tapfiliate wants one. */
export const noName = '-'

/** The vendor's id of anything. */
export const needId = (one: Fields): string => needText(vendor, one, 'id')
/** The affiliate's id, of somebody in a program. */
export const idOf = (affiliation: Fields): string => needId(fieldsOf(affiliation.affiliate))

const nameOf = ({ firstname, lastname }: Fields): string | undefined =>
  fullName(firstname, lastname === noName ? undefined : lastname)
/** What stands behind `ref`, by whatever name the account calls it, or at the link's end. */
function codeOf(link: string): string {
  const { searchParams, pathname } = new URL(link)
  return (
    searchParams.get('ref') ??
    [...searchParams.values()].at(-1) ??
    pathname.split('/').findLast(Boolean) ??
    ''
  )
}

/** An affiliate as the participant that they are, in one program. */
export function participantOf(affiliation: Fields): Participant {
  const link = needText(vendor, affiliation, 'referral_link')
  const name = nameOf(fieldsOf(affiliation.affiliate))
  return shapes.participant({
    id: idOf(affiliation),
    code: codeOf(link),
    link,
    name,
    friends: numberOf(affiliation.friends) ?? 0,
  })
}

/** An affiliate as somebody to import. */
export function personOf(affiliation: Fields): VendorPerson {
  const affiliate = fieldsOf(affiliation.affiliate)
  const link = textOf(affiliation.referral_link)
  const more = { name: nameOf(affiliate), code: link && codeOf(link), at: timeInUtc(affiliation.created_at) }
  return { id: needId(affiliate), email: needText(vendor, affiliate, 'email'), ...present(more) }
}

/** A conversion under names of ours. */
export interface Conversion {
  readonly id: string
  readonly order: string | undefined
  /** Major units. */
  readonly amount: number
  readonly at: number | undefined
  readonly affiliate: string | undefined
  readonly affiliateFields: Fields
  readonly friend: string
  readonly friendName: string | undefined
  readonly commissions: readonly Fields[]
}

/** Reads a conversion; who the friend is, is in the meta data that we gave it. */
export function conversionOf(given: Fields): Conversion {
  const [meta, affiliate] = [fieldsOf(given.meta_data), fieldsOf(given.affiliate)]
  const order = textOf(given.external_id)
  return {
    id: needId(given),
    order,
    amount: numberOf(given.amount) ?? 0,
    at: timeInUtc(given.created_at),
    affiliate: textOf(affiliate.id),
    affiliateFields: affiliate,
    friend: textOf(meta.goodword_friend) ?? order ?? needId(given),
    friendName: textOf(meta.goodword_name),
    commissions: listOf(given.commissions),
  }
}

/** The friends of an affiliate's conversions, each once, by the first. A friend's own id or e-mail is not told. */
export function referralsOf(conversions: readonly Conversion[], affiliate: string): Referral[] {
  const friends = new Map<string, Conversion>()
  for (const one of conversions.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)))
    if (one.affiliate === affiliate && !friends.has(one.friend)) friends.set(one.friend, one)
  return [...friends.values()].map(({ id, at, friendName }) =>
    shapes.referral(id, at, 'converted', friendName),
  )
}

/** What a conversion earned. Tapfiliate does not say what was paid out. */
export function rewardsOf(conversion: Conversion, currency: string, now: number): Reward[] {
  const { affiliate, affiliateFields, friendName, at } = conversion
  return conversion.commissions.map((commission) =>
    shapes.reward(
      {
        id: needId(commission),
        label: textOf(fieldsOf(commission.commission_type).name) ?? 'commission',
        status: commission.approved === true ? 'approved' : 'pending',
        at: timeInUtc(commission.created_at) ?? at,
        amount: numberOf(commission.amount),
        currency,
        friend: friendName,
        owner: affiliate,
        ownerName: nameOf(affiliateFields),
        ownerEmail: textOf(affiliateFields.email),
      },
      now,
    ),
  )
}
