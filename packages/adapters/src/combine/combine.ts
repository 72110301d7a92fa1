import type { Customer, ReferralEvent } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { EnrolOptions, Participant, ReferralBackend } from '../backend.ts'
import { present } from '../vendor/fields.ts'
import { otherVendor } from '../vendor/refusals.ts'
import type { VendorBackend, VendorNews } from '../vendor/vendor-backend.ts'
import { changeByNews, type NewsOrders } from './mirror-news.ts'
import { createMirrorQueue, type MirrorProblem } from './mirror-queue.ts'

export type { NewsOrders } from './mirror-news.ts'
export type { MirrorProblem } from './mirror-queue.ts'

/** How to treat the mirror. */
export interface CombineOptions {
  /** Told of what the mirror did not take; nobody else is. @default console.error */
  readonly onMirrorProblem?: (problem: MirrorProblem) => void
  /** Writes kept in memory for a mirror that is down. @default 1000 */
  readonly capacity?: number
  /** Milliseconds before a second try, doubled for each further one up to a minute. @default 1000 */
  readonly delay?: number
  /** Milliseconds that a write may take at the mirror before it counts as failed, and is tried again. @default 30000 */
  readonly patience?: number
  /**
   * Records what a vendor's webhooks say of friends who became customers, at the other backend. Only where the site's
   * orders do not come through here: those that do are recorded already. @default only enrolments are taken over
   */
  readonly orders?: NewsOrders
}

/** Two backends as one. */
export interface CombinedBackend extends ReferralBackend {
  /**
   * Tries now what waits for the mirror, and resolves with how many writes still do: before a process ends, or for a
   * worker's `waitUntil`.
   */
  flush(): Promise<number>
  /**
   * Reads a webhook of whichever of the two is this vendor, and tells the other what it changes. Rejects as the vendor's
   * adapter does, or with `not-found` when neither is.
   */
  receive(request: Request, vendor?: string): Promise<readonly VendorNews[]>
}

/** Codes of the primary whose namesakes at the mirror are remembered. */
const rememberedCodes = 10_000

/**
 * Runs two backends side by side while a site moves from one to the other. Whatever is read comes from the primary;
 * enrolments and events go to both, to the mirror after the primary took them, in the same order, and in the
 * background. The mirror's failure never fails the caller: it is told, retried, and in the end lost.
 *
 * A mirror that can keeps the primary's codes (`enrol.withCode`); for any other, and for a code that is somebody else's
 * there (told as `code-taken`), the codes of whom this process enrolled are translated. Import what was before first, and combine then: an order that reaches the mirror twice under two names
 * counts twice. Invitations are sent by the primary alone, and what a person decides about a reward stays where that
 * reward is: its id means nothing to the other.
 */
export function combine(
  primary: ReferralBackend,
  mirror: ReferralBackend,
  options: CombineOptions = {},
): CombinedBackend {
  const { onMirrorProblem = tell, capacity, delay, patience } = options
  const onProblem = (problem: MirrorProblem): void => {
    try {
      onMirrorProblem(problem)
    } catch {
      // A problem with telling is no reason to fail either.
    }
  }
  const queue = createMirrorQueue({ onProblem, capacity, delay, patience })
  const codes = new Map<string, string>()

  function remember({ code }: Participant, twin: Participant): void {
    if (code === twin.code) return
    codes.delete(code)
    codes.set(code, twin.code)
    const [oldest] = codes.keys()
    if (codes.size > rememberedCodes && oldest !== undefined) codes.delete(oldest)
  }
  /** Somebody else may have the code there: then the twin has another, and their events are told by that. */
  async function enrolTwin(customer: Customer, code: string, given?: EnrolOptions): Promise<Participant> {
    try {
      return await mirror.enrol(customer, { ...given, code })
    } catch (error) {
      if (!(error instanceof GoodwordError) || error.code !== 'code-taken') throw error
      onProblem({ write: 'enrol', error, isLost: false })
      return mirror.enrol(customer, present({ ...given, code: undefined }))
    }
  }
  const translate = (event: ReferralEvent): ReferralEvent => {
    const code = event.code === undefined ? undefined : codes.get(event.code)
    return code === undefined ? event : { ...event, code }
  }

  return {
    ...primary,
    async enrol(customer, given) {
      const participant = await primary.enrol(customer, given)
      queue.add({
        name: 'enrol',
        run: async () => remember(participant, await enrolTwin(customer, participant.code, given)),
      })
      return participant
    },
    async record(events, given) {
      const receipts = await primary.record(events, given)
      const kept = events.filter((_, index) => receipts[index]?.status !== 'rejected')
      if (kept.length > 0)
        queue.add({
          name: `record ${kept.length} events`,
          run: async () => {
            const answers = await mirror.record(kept.map(translate), given)
            for (const { status, reason = 'rejected', detail = reason } of answers)
              if (status === 'rejected' || reason === 'in-doubt')
                onProblem({ write: 'record 1 event', error: new Error(detail), isLost: true })
          },
        })
      return receipts
    },
    flush: () => queue.flush(),
    async receive(request, vendor = primary.name) {
      const isPrimary = primary.name === vendor
      const from: ReferralBackend & Partial<Pick<VendorBackend, 'receive'>> = isPrimary ? primary : mirror
      if (from.name !== vendor || !from.receive)
        throw otherVendor(`${primary.name}" or "${mirror.name}`, vendor)
      const news = await from.receive(request)
      for (const one of news) {
        const run = changeByNews(from, isPrimary ? mirror : primary, one, options.orders)
        if (run && isPrimary) queue.add({ name: `news: ${one.type}`, run })
        else await run?.()
      }
      return news
    },
  }
}

const tell = ({ write, error, isLost }: MirrorProblem): void =>
  console.error(
    `The mirror did not take a write (${write}${isLost ? '; it is lost there' : '; it is tried again'}):`,
    error,
  )
