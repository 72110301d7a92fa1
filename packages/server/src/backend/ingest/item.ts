import type { Client } from '@goodword/adapters'
import type { Receipt, ReferralEvent } from '@goodword/program'
import type { Person } from '../people.ts'

/** An event that was judged well, and what is known of where it came from. */
export interface Item {
  readonly event: ReferralEvent
  /** What it is told if it is new. */
  readonly receipt: Receipt
  readonly source: 'browser' | 'server'
  readonly client: Client | undefined
}

/** An event with whom it is about. */
export interface Taken extends Item {
  readonly person: Person | undefined
}
