import { fieldsOf, firstText, needText, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { readText } from '../vendor/reading.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { parseNews, requireSignature } from '../vendor/webhook.ts'
import { nameOf, vendor } from './records.ts'

/** What a webhook says. Dub signs the body, and no time: the same news has the same id however often it comes. */
export async function receive(
  request: Request,
  secret: string | undefined,
  now: number,
): Promise<VendorNews[]> {
  const text = await readText(vendor, request)
  await requireSignature(vendor, request.headers.get('dub-signature'), secret, text)
  const body = parseNews(vendor, text)
  const event = needText(vendor, body, 'event')
  const data = fieldsOf(body.data)
  const at = timeOf(body.createdAt) ?? now
  const id = firstText(body, 'id') ?? `${event}:${firstText(data, 'id') ?? at}`
  return [{ id, at, event, type: types[event] ?? 'other', ...partsOf(event, data) }]
}

const types: Readonly<Record<string, VendorNews['type']>> = {
  'partner.enrolled': 'participant.enrolled',
  'sale.created': 'referral.converted',
  'commission.created': 'reward.pending',
}

/** A sale tells its partner by the link, or by their id there. */
function partsOf(
  event: string,
  data: Fields,
): Partial<Pick<VendorNews, 'participant' | 'friend' | 'reward'>> {
  const link = fieldsOf(data.link)
  const partner = event === 'partner.enrolled' ? data : fieldsOf(data.partner)
  const partnerId = firstText(partner, 'id') ?? firstText(link, 'partnerId')
  const customer = fieldsOf(data.customer)
  const reward = event === 'commission.created' ? firstText(data, 'id') : undefined
  return {
    ...(partnerId !== undefined && {
      participant: { id: partnerId, ...personal(partner), ...present({ code: textOf(link.key) }) },
    }),
    ...(customer.id !== undefined && {
      friend: { ...present({ id: textOf(customer.externalId) }), ...personal(customer) },
    }),
    ...(reward !== undefined && { reward: { id: reward, ...present({ label: textOf(data.description) }) } }),
  }
}

const personal = (person: Fields) => present({ email: textOf(person.email), name: nameOf(person) })
