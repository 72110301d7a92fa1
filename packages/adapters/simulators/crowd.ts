// What a vendor's simulator with many people in it can do. For tests only; not published.
import type { ConnectionOptions } from '../src/vendor/transport.ts'
import type { VendorBackend } from '../src/vendor/vendor-backend.ts'
import type { Simulator } from './serving.ts'

/** A vendor whose first participant is Amy; nobody else is there yet. */
export interface Crowd {
  readonly simulator: Simulator
  connect(url: string, options: Pick<ConnectionOptions, 'retryDelay' | 'now'>): VendorBackend
  /** One more friend of Amy's, newer than the others, whose order counts and earned her something. */
  addFriend(): void
  /** One more participant, who brought as many. */
  addPerson(friends: number): void
  /** Friends are participants themselves. */
  readonly friendsJoin?: true
  /** What the command reads, for the simulator at this address. */
  settings(url: string): Readonly<Record<string, string>>
  /** The e-mails of all participants. */
  emails(): readonly string[]
  /** Amy's friends, and everybody's rewards. */
  counts(): { readonly friends: number; readonly rewards: number }
  /** Items in the vendor's pages of people, of Amy's friends, and of rewards. */
  readonly pages: readonly [people: number, friends: number, rewards: number]
}

/** The first participant. */
export const amy = 'amy@example.com'
