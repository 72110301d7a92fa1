import type { Customer, EventOf, Receipt, ReferralEvent } from '@goodword/program'
import type { ParticipantKey, ReferralBackend, Referral, Reward } from '../backend.ts'
import type { Capability } from '../capabilities.ts'

/** A backend under test that holds `conformanceProgram`. */
export interface Subject {
  readonly backend: ReferralBackend
  /** Sends events as a visitor's browser does. @default backend.record(events, { source: 'browser' }) */
  readonly browser?: (events: readonly ReferralEvent[]) => Promise<readonly Receipt[]>
  /** Moves the subject's clock forward; cases that need it are not run without it. */
  readonly travel?: (milliseconds: number) => void
  /** The subject's clock. @default Date.now */
  readonly now?: () => number
  /** Does at once what the subject does by itself sooner or later, until nothing is left. @default nothing is */
  readonly tick?: () => Promise<void>
}

/** A capability; `clock`: the subject's can be moved; `ripe`: orders count at once, or the clock can be moved until they do. */
export type Need = Capability | 'clock' | 'ripe'

/** One rule that every backend keeps. `run` rejects when it is broken. */
export interface ConformanceCase {
  readonly title: string
  /** What it needs; a backend that does not offer it is not asked. */
  readonly needs: readonly Need[]
  /** What the backend must be without: how it says no. */
  readonly lacks?: Capability
  run(scene: Scene): Promise<void>
}

/** Words to tell a case with. Names are new in each scene, so that cases share one backend without meeting. */
export interface Scene {
  readonly backend: ReferralBackend
  now(): number
  travel(days: number): void
  /** Lets the subject do what it does by the clock. */
  tick(): Promise<void>
  /** Lets orders count that are on hold, where the backend does not count those. */
  ripen(): Promise<void>
  /** A key that the backend finds this customer by. */
  keyOf(customer: { readonly id: string; readonly email: string }): ParticipantKey
  /** A string that nothing else in this run has. */
  fresh(prefix: string): string
  customer(name?: string): Customer & { id: string; email: string }
  browser(...events: ReferralEvent[]): Promise<readonly Receipt[]>
  server(...events: ReferralEvent[]): Promise<readonly Receipt[]>
  visit(fields: Partial<EventOf<'visit'>>): EventOf<'visit'>
  purchase(fields: Partial<EventOf<'conversion'>>): EventOf<'conversion'>
  signup(fields: Partial<EventOf<'conversion'>>): EventOf<'conversion'>
  refund(fields: Partial<EventOf<'refund'>> & { order: string }): EventOf<'refund'>
  rewards(who: ParticipantKey): Promise<readonly Reward[]>
  referrals(who: ParticipantKey): Promise<readonly Referral[]>
}

export function createScene(subject: Subject): Scene {
  const { backend, now = Date.now } = subject
  const browser = subject.browser ?? ((events) => backend.record(events, { source: 'browser' }))
  const fresh = (prefix: string): string =>
    `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`
  const base = () => ({ id: fresh('ev'), at: now() })
  return {
    backend,
    now,
    fresh,
    tick: async () => subject.tick?.(),
    travel: (days) => subject.travel?.(days * 86_400_000),
    async ripen() {
      if (backend.supports.has('stats.held')) return
      subject.travel?.(15 * 86_400_000)
      await subject.tick?.()
    },
    keyOf: ({ id, email }) => (backend.supports.has('lookup.byCustomer') ? { customer: id } : { email }),
    customer(name = 'Bo Larsen') {
      const id = fresh('c')
      return { id, name, email: `${id}@example.com` }
    },
    browser: (...events) => browser(events),
    server: (...events) => backend.record(events, { source: 'server' }),
    visit: (fields) => ({ ...base(), type: 'visit', url: 'https://shop.example/', ...fields }),
    purchase: (fields) => ({
      ...base(),
      type: 'conversion',
      name: 'purchase',
      order: fresh('order'),
      amount: 4200,
      currency: 'USD',
      ...fields,
    }),
    signup: (fields) => ({
      ...base(),
      type: 'conversion',
      name: 'signup',
      order: fresh('signup'),
      ...fields,
    }),
    refund: (fields) => ({ ...base(), type: 'refund', name: 'purchase', ...fields }),
    rewards: async (who) => (await backend.rewards(who, { limit: 100 })).items,
    referrals: async (who) => (await backend.referrals(who, { limit: 100 })).items,
  }
}
