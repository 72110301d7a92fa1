import { fieldsOf, needText, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { readText } from '../vendor/reading.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { hmac, isSame, parseNews, toHex, unsigned } from '../vendor/webhook.ts'
import { nameOf, vendor } from './shapes.ts'

/** GrowSurf tries for several days, and does not say whether it signs each try anew. */
const oldest = 7 * 86_400_000

/**
 * What a webhook says, when its signature is right: HMAC-SHA256 of `<timestamp>.<body>`. The header's two parts are
 * `ts=…` (or `t=…`) and `v=…`, and are read by their place.
 */
export async function receiveGrowsurf(
  request: Request,
  secret: string | undefined,
  now: number,
): Promise<readonly VendorNews[]> {
  if (!secret) throw unsigned(vendor, 'came, and no `webhookSecret` is known to check it with')
  const [time = '', given = ''] = (request.headers.get('growsurf-signature') ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^\w+=/, ''))
  const text = await readText(vendor, request)
  if (!isSame(given.toLowerCase(), toHex(await hmac(secret, `${time}.${text}`))))
    throw unsigned(vendor, 'has no signature that fits it')
  if (!(Math.abs(now - Number(time)) < oldest)) throw unsigned(vendor, 'is signed for another time')
  return [readNews(parseNews(vendor, text), now)]
}

function readNews(body: Fields, now: number): VendorNews {
  const event = needText(vendor, body, 'event')
  const data = fieldsOf(body['data'])
  const at = timeOf(body['createdAt']) ?? now
  if (event.startsWith('NEW_PARTICIPANT_ADDED'))
    return {
      id: `enrolled:${needText(vendor, data, 'id')}`,
      type: 'participant.enrolled',
      at,
      event,
      participant: readPerson(data),
    }
  if (event === 'PARTICIPANT_REACHED_A_GOAL') {
    const reward = fieldsOf(data['reward'])
    const isDue = reward['approved'] === true
    const id = needText(vendor, reward, 'id')
    const label = textOf(reward['description'])
    const friend = fieldsOf(data['referee'])
    return {
      // With manual approval it comes twice: first not approved, then approved.
      id: `reward:${id}:${isDue}`,
      type: isDue ? 'reward.due' : 'reward.pending',
      at,
      event,
      participant: readPerson(fieldsOf(data['participant'])),
      reward: { id, ...(label !== undefined && { label }) },
      ...(textOf(friend['id']) !== undefined && { friend: readPerson(friend) }),
    }
  }
  return { id: `${event}:${at}:${textOf(data['id']) ?? ''}`, type: 'other', at, event }
}

function readPerson(fields: Fields) {
  const [email, name] = [textOf(fields['email']), nameOf(fields)]
  return { id: needText(vendor, fields, 'id'), ...(email && { email }), ...(name && { name }) }
}
