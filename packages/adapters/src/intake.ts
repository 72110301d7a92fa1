import { eventSchema, type EventOf, type Program, type Receipt, type ReferralEvent } from '@goodword/program'
import * as v from 'valibot'

export type Source = 'browser' | 'server'

const trustedIds = 'server:'

/**
 * What an event is known by. Who holds the secret key and everybody's browsers have ids apart, so that a browser that
 * says an id first keeps no order out. No sender's id has a colon.
 */
export const eventKey = (id: string, source: Source): string => (source === 'server' ? trustedIds + id : id)

/** The sender's id of what is known by a key. */
export const eventIdOf = (key: string): string =>
  key.startsWith(trustedIds) ? key.slice(trustedIds.length) : key

/** What a program says of an event on arrival; a backend still has to find out whether it knows the event already. */
export type Verdict =
  | { readonly event: ReferralEvent; readonly receipt: Receipt }
  | { readonly event?: undefined; readonly receipt: Receipt }

/**
 * Checks one event against the wire's schema, the clock and the program, and tells `held` where a browser's word is not
 * enough. `past` lets the server's orders be of any year since 2000. Never throws, whatever it is given.
 */
export function judgeEvent(
  program: Program,
  input: unknown,
  source: Source,
  now: number = Date.now(),
  past: boolean = false,
): Verdict {
  const parsed = v.safeParse(eventSchema, input, { abortPipeEarly: true })
  if (!parsed.success) {
    const [issue] = parsed.issues
    const path = v.getDotPath(issue) ?? 'the event'
    return reject(
      idOf(input),
      'event-invalid',
      `${path}: expected ${issue.expected ?? issue.message}, given ${issue.received}.`,
    )
  }
  const event = parsed.output
  const isPast = past && source === 'server' && event.type === 'conversion'
  const untimely = judgeTime(event, now, isPast)
  if (untimely) return untimely
  if (event.type === 'refund' && source === 'browser') {
    return reject(
      event.id,
      'refund-needs-key',
      'Refunds are taken with the secret key only: POST /admin/events.',
    )
  }
  if (event.type === 'exposure') {
    const unknown = explainUnknown(program, event)
    if (unknown !== undefined) return reject(event.id, 'experiment-unknown', unknown)
  }
  if (event.type === 'conversion' || event.type === 'refund') return judgeOrder(program, event, source)
  return { event, receipt: { id: event.id, status: 'accepted' } }
}

/** The oldest event that is taken, in milliseconds: thirteen months. */
export const oldestEvent = 396 * 86_400_000

/** How far a sender's clock may be ahead, in milliseconds. */
export const clockSkew = 5 * 60_000

/** Before the year 2000 nobody sold by a link: it is a time in seconds. */
const oldestOrder = Date.UTC(2000)

function judgeTime({ id, at }: ReferralEvent, now: number, isPast: boolean): Verdict | undefined {
  if (isPast && at < oldestOrder)
    return reject(
      id,
      'too-old',
      `at: ${at} is before the year 2000. Give the order’s time in epoch milliseconds.`,
    )
  if (!isPast && at < now - oldestEvent)
    return reject(
      id,
      'too-old',
      `at: ${at} is more than 13 months ago. Send events within 396 days of their time, in epoch milliseconds.`,
    )
  if (at > now + clockSkew)
    return reject(
      id,
      'from-the-future',
      `at: ${at} is ${Math.ceil((at - now) / 1000)} seconds ahead. Set the sender’s clock, and send epoch milliseconds.`,
    )
  return undefined
}

/** Old pages still show what is tried no more; that is no reason to keep whatever a browser makes up. */
function explainUnknown({ experiments }: Program, exposure: EventOf<'exposure'>): string | undefined {
  const { experiment, variant } = exposure
  const found = experiments.find(({ id }) => id === experiment)
  if (!found)
    return `The program has no experiment "${experiment}". Exposures count to one that it lists; leave this one out.`
  if (found.variants.some(({ id }) => id === variant)) return undefined
  const known = found.variants.map(({ id }) => `"${id}"`).join(', ')
  return `The experiment "${experiment}" has no variant "${variant}". It has ${known}.`
}

type OrderEvent = Extract<ReferralEvent, { type: 'conversion' | 'refund' }>

function judgeOrder({ conversions, currency }: Program, event: OrderEvent, source: Source): Verdict {
  const rule = conversions.find(({ name }) => name === event.name)
  if (!rule) {
    const known = conversions.map(({ name }) => `"${name}"`).join(', ')
    return reject(
      event.id,
      'conversion-unknown',
      `The program has no conversion "${event.name}". It has ${known}.`,
    )
  }
  if (event.type === 'conversion' && rule.value) {
    if (event.amount === undefined) {
      return reject(
        event.id,
        'amount-missing',
        `"${event.name}" carries a value: send amount in minor units of ${currency}, and currency.`,
      )
    }
    if (event.currency !== currency) {
      return reject(
        event.id,
        'currency-mismatch',
        `The program counts in ${currency}, given ${event.currency ?? 'none'}. Convert the amount before you send it.`,
      )
    }
  }
  if (event.type === 'conversion' && source === 'browser' && rule.trust === 'server') {
    return { event, receipt: { id: event.id, status: 'held', reason: 'unconfirmed' } }
  }
  return { event, receipt: { id: event.id, status: 'accepted' } }
}

function reject(id: string, reason: string, detail: string): Verdict {
  return { receipt: { id, status: 'rejected', reason, detail } }
}

/** The id that the sender knows the event by, however broken the rest is. */
function idOf(input: unknown): string {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : ''
  return typeof id === 'string' ? id.slice(0, 64) : ''
}
