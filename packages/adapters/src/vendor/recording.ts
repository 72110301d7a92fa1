import type { EventOf, Program, Receipt, ReferralEvent } from '@goodword/program'
import { failureOf, hasStatus } from './failure.ts'
import { eventKey, judgeEvent, type Source } from '../intake.ts'

/** What becomes of one event that the vendor has a place for; the rest of the receipt is its id. */
export type Outcome = Omit<Receipt, 'id'>

/** What an adapter does with the events that vendors take. An error of it fails the whole batch: it is sent again. */
export interface Taker {
  conversion(event: EventOf<'conversion'>): Promise<Outcome>
  refund?(event: EventOf<'refund'>): Promise<Outcome>
  visit?(event: EventOf<'visit'>): Promise<Outcome>
}

/** Event ids that one adapter remembers, so that what a tracker repeats costs no call. */
const remembered = 10_000

/**
 * Takes events one after the other: judged by the program first, and then by the vendor. What the vendor has no place
 * for is `accepted` with the reason `not-kept`, so that no queue repeats it. A browser's word of an order that needs a
 * server is `held`, and not told to the vendor. Nothing more is told once it is too late for whoever waits: the same
 * batch comes again, and what is done by then is known.
 */
export function createRecorder(
  program: Program,
  taker: Taker,
  now: () => number,
): (events: readonly ReferralEvent[], source: Source, late: AbortSignal) => Promise<Receipt[]> {
  const known = new Set<string>()

  async function outcomeOf(event: ReferralEvent): Promise<Outcome> {
    if (event.type === 'conversion') return taker.conversion(event)
    if (event.type === 'refund' && taker.refund) return taker.refund(event)
    if (event.type === 'visit' && taker.visit) return taker.visit(event)
    if (event.type === 'refund')
      return rejected(
        'refund-unsupported',
        'The vendor takes no refunds by its API. Take the order back in its dashboard.',
      )
    return notKept
  }

  return async (events, source, late) => {
    const receipts: Receipt[] = []
    for (const input of events) {
      late.throwIfAborted()
      const { event, receipt } = judgeEvent(program, input, source, now())
      if (!event || receipt.status === 'held') {
        receipts.push(receipt)
        continue
      }
      const { id } = event
      const key = eventKey(id, source)
      if (known.has(key)) {
        receipts.push({ id, status: 'duplicate' })
        continue
      }
      const outcome = await outcomeOf(event)
      receipts.push({ id, ...outcome })
      // In doubt means that asking again may tell.
      if (outcome.reason === 'in-doubt') continue
      known.add(key)
      const [oldest] = known
      if (known.size > remembered && oldest !== undefined) known.delete(oldest)
    }
    return receipts
  }
}

/** The vendor has it now. */
export const accepted: Outcome = { status: 'accepted' }

/** The event is wrong, and stays so. */
export const rejected = (reason: string, detail: string): Outcome => ({ status: 'rejected', reason, detail })

/** The vendor may have it, and nothing tells whether. A person should look before it is sent again. */
export const inDoubt = (detail: string): Outcome => ({ status: 'held', reason: 'in-doubt', detail })

/** The vendor has this order already. */
export const orderKnown: Outcome = { status: 'duplicate', reason: 'order-known' }

/** The vendor has no place for it, such as an order that nobody brought. */
export const notKept: Outcome = { status: 'accepted', reason: 'not-kept' }

/** Nobody brought the friend, as far as the vendor knows. */
export const notReferred: Outcome = { status: 'accepted', reason: 'not-referred' }

/** The friend counts already, by another order: the vendor counts a friend once. */
export const friendKnown: Outcome = { status: 'duplicate', reason: 'friend-known' }

/** For vendors that know friends by e-mail alone. */
export const friendEmailMissing = (vendor: string): Outcome =>
  rejected(
    'friend-email-missing',
    `${vendor} knows friends by e-mail. Send \`customer.email\` with the order.`,
  )

/** A refund of an order that the vendor does not have. */
export const orderUnknown = (vendor: string, order: string): Outcome =>
  rejected(
    'order-unknown',
    `${vendor} does not have the order "${order}". Send the refund once the order is there.`,
  )

/** A refund of a part, for vendors that take back whole orders: a second one would not be told from the first. */
export const refundPartial = (vendor: string): Outcome =>
  rejected('refund-partial', `${vendor} takes back whole orders only. Change the amount in its dashboard.`)

/** A refund that the vendor takes, and does not act upon. */
export const refundUntaken = (vendor: string): Outcome =>
  rejected(
    'refund-untaken',
    `${vendor} did not take the order back, and does not say why. Do it in its dashboard.`,
  )

/** What the vendor refuses for good (400, 422), in its own words; any other error again, since a later try may mend it. */
export function refused(vendor: string, error: unknown): Outcome {
  if (!hasStatus(error, 400, 422)) throw error
  const words = failureOf(error)?.words ?? 'nothing'
  return rejected(
    'vendor-refused',
    `${vendor} refused it, and said "${words}". Change that, or do it in its dashboard.`,
  )
}

/** A refund whose fate is unknown, at a vendor that would take it twice. */
export const refundInDoubt = (vendor: string): Outcome =>
  inDoubt(`${vendor} may have the refund. Look in its dashboard before you send it again.`)
