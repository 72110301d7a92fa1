import { currencyDigits } from '@goodword/program/money'
import type { Participant, Referral, Reward } from '../backend.ts'
import { fieldsOf, firstText, fullName, listOf, needText } from '../vendor/fields.ts'
import { numberOf, present, textOf, timeInUtc, type Fields } from '../vendor/fields.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'FirstPromoter'

const number = (value: unknown): number => numberOf(value) ?? 0

/** The vendor's id of anything. */
export const idOf = (one: Fields): string => needText(vendor, one, 'id')
/** A promoter's name, in whichever field it is. */
export const nameOf = ({ name, profile }: Fields): string | undefined =>
  textOf(name) ?? fullName(fieldsOf(profile).first_name, fieldsOf(profile).last_name)
/** How many customers a promoter brought. */
export const friendsOf = ({ stats }: Fields): number => number(fieldsOf(stats).customers_count)

function linkOf(promoter: Fields, campaign: string | undefined): Fields {
  const all = listOf(promoter.promoter_campaigns)
  return all.find((one) => textOf(one.campaign_id) === campaign) ?? all[0] ?? {}
}

/** A promoter as the participant that they are, in one campaign. */
export function participantOf(promoter: Fields, campaign: string | undefined): Participant {
  const own = linkOf(promoter, campaign)
  return shapes.participant({
    id: idOf(promoter),
    code: needText(vendor, own, 'ref_token'),
    link: needText(vendor, own, 'ref_link'),
    name: nameOf(promoter),
    friends: friendsOf(promoter),
    visits: numberOf(fieldsOf(promoter.stats).clicks_count),
  })
}

/** A promoter as somebody to import. */
export const personOf = (promoter: Fields, campaign: string | undefined): VendorPerson => ({
  id: idOf(promoter),
  email: needText(vendor, promoter, 'email'),
  ...present({
    name: nameOf(promoter),
    code: textOf(linkOf(promoter, campaign).ref_token),
    at: timeInUtc(promoter.joined_at),
  }),
})

/** A commission under names of ours; what a refund takes off is one of less than nothing. */
export interface Commission extends shapes.RewardFacts {
  readonly order: string | undefined
  /** Minor units. */
  readonly sale: number
  readonly friendKey: string
  readonly friendFields: Fields
}

/** Reads a commission. */
export function commissionOf(given: Fields, currency: string): Commission {
  const [referral, by] = [fieldsOf(given.referral), fieldsOf(fieldsOf(given.promoter_campaign).promoter)]
  const isCash = (textOf(given.unit) ?? 'cash') === 'cash'
  const { promoter_id: owner } = fieldsOf(given.promoter_campaign)
  return {
    id: idOf(given),
    order: textOf(given.event_id),
    sale: number(given.original_sale_amount ?? given.sale_amount),
    friendKey: firstText(referral, 'id', 'email', 'uid') ?? idOf(given),
    friendFields: present({ email: textOf(referral.email) }),
    label: textOf(fieldsOf(given.reward).name) ?? 'commission',
    status: given.is_paid === true ? 'paid' : (textOf(given.status) ?? ''),
    at: timeInUtc(given.created_at),
    owner: textOf(owner) ?? textOf(by.id),
    ownerName: textOf(by.name),
    ownerEmail: textOf(by.email),
    currency,
    amount: isCash ? number(given.amount) / 10 ** currencyDigits(currency) : 0,
  }
}

/** A reward; what a refund takes off is none. */
export const rewardOf = (commission: Commission, now: number): Reward[] =>
  commission.sale < 0 || (commission.amount ?? 0) < 0 ? [] : [shapes.reward(commission, now)]

/** The friends of commissions, each once. FirstPromoter tells no names of them. */
export function referralsOf(commissions: readonly Commission[]): Referral[] {
  const friends = new Map<string, Commission[]>()
  for (const one of commissions) friends.set(one.friendKey, [...(friends.get(one.friendKey) ?? []), one])
  return [...friends].map(([id, own]) => {
    const at = Math.min(...own.map((one) => one.at ?? Infinity))
    const isLost = own.every(({ status }) => status === 'denied')
    const sold = own.reduce((sum, { sale }) => sum + sale, 0)
    const state = isLost || sold <= 0 ? 'refunded' : 'converted'
    return shapes.referral(id, at === Infinity ? undefined : at, state, undefined)
  })
}
