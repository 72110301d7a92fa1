import type { Money, Participant, Referral, Reward } from '../backend.ts'
import { displayName } from '../display-name.ts'
import {
  fieldsOf,
  listOf,
  minorUnits,
  needText,
  numberOf,
  present,
  textOf,
  timeOf,
  type Fields,
} from '../vendor/fields.ts'
import type { NewsTypes } from '../vendor/loose-news.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

export const vendor = 'Ambassador'

/** Times come without a zone, in UTC. */
const timeIn = (value: unknown): number | undefined =>
  timeOf(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value)

const first = (fields: Fields, ...names: readonly string[]): string | undefined =>
  names.map((name) => textOf(fields[name])).find((text) => text !== undefined)

/** A person's name. */
export const nameOf = (person: Fields): string | undefined =>
  [textOf(person.first_name), textOf(person.last_name)].filter(Boolean).join(' ') || undefined

/** How many friends count for an ambassador. */
export const friendsOf = ({ unique_referrals: friends }: Fields): number => numberOf(friends) ?? 0

/** The ambassador's link for the campaign. */
const linkOf = (ambassador: Fields, campaign: string): string =>
  needText(
    vendor,
    listOf(ambassador.campaign_links).find((link) => textOf(link.campaign_uid) === campaign) ?? {},
    'url',
  )

const codeOf = (link: string): string => new URL(link).pathname.split('/').findLast(Boolean) ?? ''

/** An ambassador as the participant that they are. Clicks and shares the vendor tells under names that are not documented. */
export function participantOf(ambassador: Fields, campaign: string, currency: string): Participant {
  const link = linkOf(ambassador, campaign)
  const money = (value: unknown): Money[] =>
    (numberOf(value) ?? 0) > 0 ? [{ amount: minorUnits(numberOf(value)!, currency), currency }] : []
  const [earned, coming] = [money(ambassador.money_paid), money(ambassador.balance_money)]
  return {
    id: first(ambassador, 'uid') ?? needText(vendor, ambassador, 'email'),
    code: codeOf(link),
    link,
    stats: { visits: 0, shares: 0, friends: friendsOf(ambassador), earned, coming },
    ...present({ name: nameOf(ambassador) }),
  }
}

/** An ambassador as somebody to import. */
export const personOf = (ambassador: Fields, campaign: string): VendorPerson => ({
  id: first(ambassador, 'uid') ?? needText(vendor, ambassador, 'email'),
  email: needText(vendor, ambassador, 'email'),
  ...present({
    name: nameOf(ambassador),
    code: codeOf(linkOf(ambassador, campaign)),
    at: timeIn(ambassador.created_at),
  }),
})

/** A commission, whose names of fields are not documented, under names of ours. */
export interface Commission {
  readonly id: string
  readonly at: number
  readonly order?: string
  readonly campaign?: string
  /** E-mail or uid of who is paid. */
  readonly ambassador: readonly string[]
  readonly friend?: { readonly name?: string }
  readonly revenue: number
  readonly amount: number
  readonly state: Reward['state']
}

/** Reads a commission by the usual names; one that does not say whose it is, is `vendor-answer`. */
export function commissionOf(fields: Fields): Commission {
  const by = { ...fieldsOf(fields.ambassador), ...fieldsOf(fields.referring_ambassador) }
  const friend = { ...fieldsOf(fields.customer), ...fieldsOf(fields.referred) }
  const names = [
    'ambassador_email',
    'referring_ambassador_email',
    'referring_email',
    'ambassador_uid',
  ] as const
  const ambassador = [...names.map((name) => fields[name]), by.email, by.uid].flatMap(
    (one) => textOf(one) ?? [],
  )
  if (ambassador.length === 0) needText(vendor, by, 'email', ...names)
  return {
    id: needText(vendor, fields, 'commission_uid', 'uid', 'id'),
    at: timeIn(fields.created_at ?? fields.created ?? fields.date) ?? 0,
    ambassador: ambassador.map((one) => one.toLowerCase()),
    friend: present({ name: nameOf(friend) ?? first(fields, 'referred_name', 'customer_name') }),
    revenue: numberOf(fields.revenue) ?? 0,
    amount: numberOf(fields.commission_amount ?? fields.commission ?? fields.amount) ?? 0,
    state: stateOf(fields),
    ...present({ order: first(fields, 'transaction_uid'), campaign: first(fields, 'campaign_uid') }),
  }
}

/** 0 is pending, 1 approved, 2 denied; or these words. */
function stateOf(fields: Fields): Reward['state'] {
  const status = (first(fields, 'is_approved', 'status') ?? '').toLowerCase()
  if (/^(1|true)$/.test(first(fields, 'is_paid', 'paid') ?? '') || status === 'paid') return 'granted'
  if (/^(2|denied|rejected)$/.test(status)) return 'reversed'
  return /^(1|approved|true)$/.test(status) ? 'due' : 'pending'
}

/** The friend of a commission, as their referrer sees them. */
export const referralOf = ({ id, at, state, friend }: Commission): Referral => ({
  id,
  at,
  state: state === 'pending' ? 'held' : state === 'reversed' ? 'refunded' : 'converted',
  ...present({ friend: displayName(friend?.name) }),
})

const reasons = {
  pending: { code: 'under-review' },
  due: { code: 'earned' },
  reversed: { code: 'rejected' },
} as const

/** The reward of a commission: money. */
export function rewardOf(
  { id, at, state, amount, ambassador, friend, campaign }: Commission,
  currency: string,
): Reward {
  const money = { amount: minorUnits(amount, currency), currency }
  const email = ambassador.find((one) => one.includes('@'))
  const owner = ambassador[0]
  return {
    id,
    incentive: campaign ?? 'commission',
    to: 'referrer',
    state,
    give: { type: 'cash', amount: money.amount },
    money,
    at,
    reason: state === 'granted' || state === 'owed-back' ? { code: 'given', at } : reasons[state],
    ...present({ friend: displayName(friend?.name) }),
    ...(owner !== undefined && { participant: { id: owner, ...present({ email }) } }),
  }
}

/** The events that an address may name, as the vendor's settings call them. */
export const newsTypes: NewsTypes = [
  [/contact.*(created|added.*campaign)/i, 'participant.enrolled'],
  [/referral.*created/i, 'referral.converted'],
  [/commission.*created/i, 'reward.pending'],
  [/payout.*created/i, 'reward.granted'],
]
