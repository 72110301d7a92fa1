import type { Referral, Reward } from '../backend.ts'
import { fullName, needText, numberOf, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'
import { vendor } from './client.ts'

/**
 * The referrals of one advocate. ReferralCandy tells a friend's e-mail, which is nobody's business, and no name; where it
 * has no order's id, the time tells a referral from others, and within one second its place, by e-mail.
 */
export function readReferrals(given: readonly Fields[]): Referral[] {
  const places = new Map<string, number>()
  return given
    .toSorted((a, b) => (String(a.referral_email) < String(b.referral_email) ? -1 : 1))
    .map((fields) => {
      const at = timeOf(fields.referral_timestamp)
      const state = fields.review_period_over === true ? 'converted' : 'held'
      const id = textOf(fields.external_reference_id) ?? String(at)
      const place = (places.get(id) ?? 0) + 1
      places.set(id, place)
      return shapes.referral(place === 1 ? id : `${id}.${place}`, at, state, undefined)
    })
}

export function readReward(fields: Fields, now: number): Reward {
  const status = textOf(fields.status) ?? ''
  const word = { pending_fulfillment: 'approved', not_applicable: 'void' }[status] ?? status
  const [at, owner] = [timeOf(fields.created_at), textOf(fields.advocate_email)]
  const facts = {
    id: needText(vendor, fields, 'id'),
    incentive: textOf(fields.type),
    status: word,
    at,
    label: textOf(fields.description) ?? 'a reward',
    coupon: textOf(fields.coupon_code),
    owner,
    ownerEmail: owner,
    ownerName: textOf(fields.advocate_name),
  }
  return shapes.reward(facts, now)
}

export const readPerson = (fields: Fields): VendorPerson => ({
  id: needText(vendor, fields, 'id'),
  email: needText(vendor, fields, 'email'),
  ...present({ name: fullName(fields.first_name, fields.last_name) }),
})

/** Where the page after these contacts begins. */
export function nextAfter(contacts: readonly Fields[]): { readonly next?: string } {
  const last = numberOf(contacts.at(-1)?.id)
  return present({ next: last === undefined ? undefined : String(last + 1) })
}
