import type { Participant, Referral } from '../backend.ts'
import { fieldsOf, firstText, fullName, listOf, needText } from '../vendor/fields.ts'
import { numberOf, present, textOf, timeInUtc, type Fields } from '../vendor/fields.ts'
import type { NewsTypes } from '../vendor/loose-news.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorPerson } from '../vendor/vendor-backend.ts'

/** As people know it. */
export const vendor = 'Ambassador'

const number = (value: unknown): number => numberOf(value) ?? 0
const idOf = (ambassador: Fields): string => needText(vendor, ambassador, 'uid', 'email')
const codeOf = (link: string): string => new URL(link).pathname.split('/').findLast(Boolean) ?? ''
const linkOf = ({ campaign_links: links }: Fields, campaign: string): string =>
  needText(vendor, listOf(links).find((link) => textOf(link.campaign_uid) === campaign) ?? {}, 'url')

/** A person's name. */
export const nameOf = (person: Fields): string | undefined => fullName(person.first_name, person.last_name)
/** How many friends count for an ambassador. */
export const friendsOf = ({ unique_referrals: friends }: Fields): number => number(friends)
/** How commissions may name an ambassador. */
export const keysOf = (ambassador: Fields): readonly string[] =>
  [ambassador.email, ambassador.uid].flatMap((key) => textOf(key)?.toLowerCase() ?? [])

/** An ambassador as the participant that they are. The vendor tells clicks and shares under names that nobody wrote down. */
export function participantOf(ambassador: Fields, campaign: string, currency: string): Participant {
  const link = linkOf(ambassador, campaign)
  return shapes.participant({
    id: idOf(ambassador),
    code: codeOf(link),
    link,
    name: nameOf(ambassador),
    friends: friendsOf(ambassador),
    currency,
    earned: number(ambassador.money_paid),
    coming: number(ambassador.balance_money),
  })
}

/** An ambassador as somebody to import. */
export function personOf(ambassador: Fields, campaign: string): VendorPerson {
  const [code, at] = [codeOf(linkOf(ambassador, campaign)), timeInUtc(ambassador.created_at)]
  const email = needText(vendor, ambassador, 'email')
  return { id: idOf(ambassador), email, code, ...present({ name: nameOf(ambassador), at }) }
}

/** A commission under names of ours: a reward, and the friend and the order that earned it. */
export interface Commission extends shapes.RewardFacts {
  readonly campaign: string | undefined
  readonly order: string | undefined
  readonly revenue: number
  readonly friendKey: string
  /** Who is paid: the keys of `keysOf`. */
  readonly owners: readonly string[]
}

/** Reads a commission by the usual names, since its own are not documented. Throws `vendor-answer` when it is nobody's. */
export function commissionOf(given: Fields, currency: string): Commission {
  const by = { ...fieldsOf(given.ambassador), ...fieldsOf(given.referring_ambassador) }
  const friend = { ...fieldsOf(given.customer), ...fieldsOf(given.referred) }
  const flat = firstText(given, 'ambassador_email', 'referring_ambassador_email', 'referring_email')
  const ownerEmail = flat ?? textOf(by.email)
  const owners = keysOf({ uid: by.uid ?? given.ambassador_uid, email: ownerEmail })
  const status = firstText(given, 'is_approved', 'status')?.toLowerCase() ?? ''
  const isPaid = /^(1|true)$/.test(firstText(given, 'is_paid', 'paid') ?? '')
  const id = needText(vendor, given, 'commission_uid', 'uid', 'id')
  return {
    id,
    label: 'commission',
    at: timeInUtc(given.created_at ?? given.created ?? given.date),
    campaign: textOf(given.campaign_uid),
    order: textOf(given.transaction_uid),
    owner: owners[0] ?? needText(vendor, {}, 'ambassador_email', 'referring_ambassador'),
    owners,
    ownerEmail,
    friend: nameOf(friend) ?? firstText(given, 'referred_name', 'customer_name'),
    friendKey: firstText({ ...given, ...friend }, 'referred_email', 'customer_email', 'email') ?? id,
    revenue: number(given.revenue),
    amount: number(given.commission_amount ?? given.commission ?? given.amount),
    currency,
    status: isPaid ? 'paid' : (['pending', 'approved', 'denied'][Number(status)] ?? status),
  }
}

/** The friends of commissions, each once. A commission that waits is a reward that waits: the order counts. */
export function referralsOf(commissions: readonly Commission[]): Referral[] {
  const friends = new Map<string, Commission>()
  for (const one of commissions)
    if ((friends.get(one.friendKey)?.status ?? 'denied') === 'denied') friends.set(one.friendKey, one)
  return [...friends.values()].map(({ id, at, status, friend }) =>
    shapes.referral(id, at, status === 'denied' ? 'refunded' : 'converted', friend),
  )
}

/** The events that an address may name, as the vendor's settings call them. */
export const newsTypes = (): NewsTypes => [
  [/contact.*(created|added.*campaign)/i, 'participant.enrolled'],
  [/referral.*created/i, 'referral.converted'],
  [/commission.*created/i, 'reward.pending'],
  [/payout.*created/i, 'reward.granted'],
]
