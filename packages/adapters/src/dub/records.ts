import { currencyDigits } from '@goodword/program/money'
import type { Participant, Referral, Reward } from '../backend.ts'
import { fieldsOf, listOf, needText } from '../vendor/fields.ts'
import { numberOf, present, textOf, timeInUtc, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'Dub'

const sum = ({ links }: Fields, field: string): number =>
  listOf(links).reduce((total, link) => total + (numberOf(link[field]) ?? 0), 0)

/** The vendor's id of anything. */
export const idOf = (one: Fields): string => needText(vendor, one, 'id')
/** What names the customer of a lead or a sale: our id, and of most answers Dub's. */
export const idOfCustomer = ({ customer }: Fields): string =>
  needText(vendor, fieldsOf(customer), 'externalId', 'id')
/** A partner's name; one who gave none is called by their e-mail, which is nobody's business. */
export const nameOf = ({ name, email }: Fields): string | undefined =>
  name === email ? undefined : textOf(name)
/** How many friends of a partner bought. */
export const friendsOf = (partner: Fields): number => sum(partner, 'conversions')

/** Where a partner's links are. */
export const domainsOf = ({ links }: Fields): string[] =>
  listOf(links).flatMap(({ domain }) => textOf(domain) ?? [])

const linkOf = ({ links }: Fields, domain: string): Fields =>
  listOf(links).find((link) => link.domain === domain) ?? {}

/** A partner as the participant that they are. */
export function participantOf(partner: Fields, domain: string): Participant {
  const own = linkOf(partner, domain)
  return shapes.participant({
    id: idOf(partner),
    code: needText(vendor, own, 'key'),
    link: needText(vendor, own, 'shortLink'),
    name: nameOf(partner),
    friends: friendsOf(partner),
    visits: sum(partner, 'clicks'),
  })
}

/** A partner as somebody to import. */
export const personOf = (partner: Fields, domain: string): VendorPerson => ({
  id: idOf(partner),
  email: needText(vendor, partner, 'email'),
  ...present({
    name: nameOf(partner),
    code: textOf(linkOf(partner, domain).key),
    at: timeInUtc(partner.createdAt),
  }),
})

/** A commission under names of ours: a reward, and the sale that earned it. */
export interface Commission extends shapes.RewardFacts {
  readonly order: string | undefined
  /** Minor units. */
  readonly sale: number
  readonly isLost: boolean
  readonly friendKey: string
}

const words: Readonly<Record<string, string>> = { processed: 'approved', paid: 'paid', hold: 'pending' }

/** Reads a commission. */
export function commissionOf(given: Fields): Commission {
  const [customer, partner] = [fieldsOf(given.customer), fieldsOf(given.partner)]
  const status = textOf(given.status) ?? ''
  const isLost = /^(refunded|canceled|fraud|duplicate)$/.test(status)
  const currency = (textOf(given.currency) ?? 'USD').toUpperCase()
  return {
    id: idOf(given),
    label: textOf(given.description) ?? 'commission',
    status: isLost ? 'void' : (words[status] ?? 'pending'),
    isLost,
    at: timeInUtc(given.createdAt),
    givenAt: timeInUtc(given.paidAt),
    amount: (numberOf(given.earnings) ?? 0) / 10 ** currencyDigits(currency),
    currency,
    order: textOf(given.invoiceId),
    sale: numberOf(given.amount) ?? 0,
    friend: textOf(customer.name),
    friendKey: textOf(customer.id) ?? idOf(given),
    owner: textOf(partner.id),
    ownerName: nameOf(partner),
    ownerEmail: textOf(partner.email),
  }
}

export const rewardOf = (commission: Commission, now: number): Reward => shapes.reward(commission, now)

/** The friends of commissions, each once: lost when every sale of theirs is. */
export function referralsOf(commissions: readonly Commission[]): Referral[] {
  const friends = new Map<string, Commission>()
  for (const one of commissions) {
    const other = friends.get(one.friendKey)
    if (!other || other.isLost) friends.set(one.friendKey, one)
  }
  return [...friends.values()].map(({ friendKey, at, isLost, friend }) =>
    shapes.referral(friendKey, at, isLost ? 'refunded' : 'converted', friend),
  )
}
