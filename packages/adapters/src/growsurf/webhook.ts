import { fieldsOf, needText, present, textOf, timeOf, type Fields } from '../vendor/fields.ts'
import { readText } from '../vendor/reading.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { parseNews, requireSignature, unsigned } from '../vendor/webhook.ts'
import { idOf, nameOf, vendor } from './shapes.ts'

/** GrowSurf tries for several days, and does not say whether it signs each try anew. */
const oldest = 7 * 86_400_000

/** What a webhook says. The header's two parts are `ts=…` (or `t=…`) and `v=…`, and are read by their place. */
export async function receive(
  request: Request,
  secret: string | undefined,
  now: number,
): Promise<VendorNews[]> {
  const parts = (request.headers.get('growsurf-signature') ?? '').split(',')
  const [time = '', given = ''] = parts.map((part) => part.trim().replace(/^\w+=/, ''))
  const text = await readText(vendor, request)
  await requireSignature(vendor, given, secret, `${time}.${text}`)
  if (!(Math.abs(now - Number(time)) < oldest)) throw unsigned(vendor, 'is signed for another time')
  return [readNews(parseNews(vendor, text), now)]
}

function readNews(body: Fields, now: number): VendorNews {
  const event = needText(vendor, body, 'event')
  const data = fieldsOf(body.data)
  const at = timeOf(body.createdAt) ?? now
  if (event.startsWith('NEW_PARTICIPANT_ADDED'))
    return {
      id: `enrolled:${idOf(data)}`,
      type: 'participant.enrolled',
      at,
      event,
      participant: readPerson(data),
    }
  if (event !== 'PARTICIPANT_REACHED_A_GOAL')
    return { id: `${event}:${at}:${textOf(data.id) ?? ''}`, type: 'other', at, event }
  const [reward, friend] = [fieldsOf(data.reward), fieldsOf(data.referee)]
  // With manual approval it comes twice: first not approved, then approved.
  const type = reward.approved === true ? 'reward.due' : 'reward.pending'
  return {
    id: `${type}:${idOf(reward)}`,
    type,
    at,
    event,
    participant: readPerson(fieldsOf(data.participant)),
    reward: { id: idOf(reward), ...present({ label: textOf(reward.description) }) },
    ...(friend.id !== undefined && { friend: readPerson(friend) }),
  }
}

const readPerson = (fields: Fields) => ({
  id: idOf(fields),
  ...present({ email: textOf(fields.email), name: nameOf(fields) }),
})
