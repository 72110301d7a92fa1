import type { Referral, Reward } from '../backend.ts'
import { fullName, needText, numberOf, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'
import { vendor } from './client.ts'

/** ReferralCandy tells a friend's e-mail, which is nobody's business, and no name. */
export function readReferral(fields: Fields): Referral {
  const at = timeOf(fields.referral_timestamp)
  const state = fields.review_period_over === true ? 'converted' : 'held'
  return shapes.referral(textOf(fields.external_reference_id) ?? String(at), at, state, undefined)
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
