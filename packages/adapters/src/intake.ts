import { eventSchema, type Program, type Receipt, type ReferralEvent } from '@goodword/program'
import * as v from 'valibot'

export type Source = 'browser' | 'server'

/** What a program says of an event on arrival; a backend still has to find out whether it knows the event already. */
export type Verdict =
  | { readonly event: ReferralEvent; readonly receipt: Receipt }
  | { readonly event?: undefined; readonly receipt: Receipt }

/**
 * Checks one event against the wire's schema, the clock and the program, and tells `held` where a browser's word is not
 * enough. Never throws, whatever it is given.
 */
export function judgeEvent(
  program: Program,
  input: unknown,
  source: Source,
  now: number = Date.now(),
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
  const untimely = judgeTime(event, now)
  if (untimely) return untimely
  if (event.type === 'refund' && source === 'browser') {
    return reject(
      event.id,
      'refund-needs-key',
      'Refunds are taken with the secret key only: POST /admin/events.',
    )
  }
  if (event.type === 'conversion' || event.type === 'refund') return judgeOrder(program, event, source)
  return { event, receipt: { id: event.id, status: 'accepted' } }
}

/** The oldest event that is taken, in milliseconds: thirteen months. */
export const oldestEvent = 396 * 86_400_000

/** How far a sender's clock may be ahead, in milliseconds. */
export const clockSkew = 5 * 60_000

function judgeTime({ id, at }: ReferralEvent, now: number): Verdict | undefined {
  if (at < now - oldestEvent)
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
