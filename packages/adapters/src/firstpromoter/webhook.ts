import { fieldsOf, firstText, needText, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { readText } from '../vendor/reading.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { isSame, parseNews, requireSignature, unsigned } from '../vendor/webhook.ts'
import { nameOf, vendor } from './records.ts'

/**
 * What a webhook says. Whether they are signed the documents do not agree on: one with a signature is checked by it, one
 * without by the secret in its address (`?secret=`).
 */
export async function receive(
  request: Request,
  secret: string | undefined,
  now: number,
): Promise<VendorNews[]> {
  const text = await readText(vendor, request)
  const signature = request.headers.get('x-webhook-signature')
  const given = new URL(request.url).searchParams.get('secret') ?? ''
  if (signature !== null) await requireSignature(vendor, signature.replace(/^sha256=/, ''), secret, text)
  else if (!secret || !isSame(given, secret))
    throw unsigned(vendor, 'has no signature, and no right `?secret=`')
  const body = parseNews(vendor, text)
  const data = fieldsOf(body.data)
  const event = needText(vendor, body, 'event_type')
  const type = types[event] ?? 'other'
  const campaign = fieldsOf(data.promoter_campaign)
  const promoter = event.startsWith('promoter.') ? data : fieldsOf(data.promoter ?? campaign.promoter)
  const friend = event.startsWith('referral.') ? data : fieldsOf(data.referral)
  const id = firstText(promoter, 'id') ?? firstText(campaign, 'promoter_id')
  const isReward = type.startsWith('reward.')
  return [
    {
      id: firstText(body, 'event_id') ?? `${event}:${firstText(body, 'entity_id') ?? ''}`,
      type,
      at: timeOf(body.timestamp) ?? now,
      event,
      ...(id !== undefined && { participant: { id, ...personal(promoter) } }),
      ...(friend.email !== undefined && { friend: personal(friend) }),
      ...(isReward && { reward: { id: firstText(body, 'entity_id') ?? '', ...label(data) } }),
    },
  ]
}

const personal = (person: Fields) => present({ email: textOf(person.email), name: nameOf(person) })
const label = ({ reward }: Fields) => present({ label: textOf(fieldsOf(reward).name) })

const types: Readonly<Record<string, VendorNews['type']>> = {
  'promoter.created': 'participant.enrolled',
  'referral.converted': 'referral.converted',
  'commission.created': 'reward.pending',
  'commission.pending': 'reward.pending',
  'commission.approved': 'reward.due',
  'commission.denied': 'reward.reversed',
}
