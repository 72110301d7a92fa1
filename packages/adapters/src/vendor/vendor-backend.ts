import type { Program } from '@goodword/program'
import type { Participant, Referral, ReferralBackend } from '../backend.ts'
import type { ConnectionOptions } from './transport.ts'

/** Every vendor's adapter: the contract, and what only a vendor has. */
export interface VendorBackend extends ReferralBackend {
  /** For the tracker on the site, so that it understands the vendor's links. */
  readonly landing: LandingPreset
  /** Asks the vendor whether the keys are good. Rejects with the vendor's own answer: `vendor-key`, `vendor-refused` … */
  check(): Promise<void>
  /**
   * Reads what the vendor sends: a webhook of its own, verified where the vendor signs. An empty list is something that
   * is nobody's business. Rejects with `webhook-unsigned` or `webhook-invalid`; answer these with a 401 and a 400.
   *
   * The same news may come twice: its id says so. `vendor` is whom it was sent to, by the backend's name; rejects with
   * `not-found` when that is another one.
   */
  receive?(request: Request, vendor?: string): Promise<readonly VendorNews[]>
  /** Everybody whom the vendor knows, for an import; page after page. */
  people?(cursor?: string): Promise<{ readonly items: readonly VendorPerson[]; readonly next?: string }>
  /**
   * Everybody's friends at once, for an import, by the id or the e-mail of who brought them. Rejects with `unsupported`
   * when there are more than 10,000: ask for each person's then.
   */
  friends?(): Promise<FriendsByReferrer>
}

/** What every adapter is made with; keys are its own. */
export interface VendorOptions extends ConnectionOptions {
  /** What the vendor does not know: the words, the rules that are shown, what conversions there are. */
  readonly program: Program
}

/** As `VendorOptions`, for a vendor that counts one kind of conversion. */
export interface CountingOptions extends VendorOptions {
  /** The program's conversion that the vendor counts; it hears of no other. @default the program's first */
  readonly conversion?: string
  /**
   * What vouches for the vendor's webhooks: the secret that it signs with, or, of one that signs nothing, a secret of
   * your own in the address: `…?event=ReferralAdd&secret=…`. Without it none is taken.
   */
  readonly webhookSecret?: string
}

/** Days until an order of the conversion that counts is safe, by the program; `undefined` when it is at once. */
export const holdDaysOf = ({ program, conversion }: CountingOptions): number | undefined =>
  (program.conversions.find(({ name }) => name === conversion) ?? program.conversions[0]!).holdDays ||
  undefined

/** How a vendor's link looks when a friend lands, for `data-param` of the script tag. */
export interface LandingPreset {
  /** The parameter that carries the code. */
  readonly params: readonly string[]
  /** The vendor's own first-party cookie, where one is known; its value is the code. */
  readonly cookie?: string
  /** What they carry is a click at the vendor, and nobody's code: it means nothing anywhere else. */
  readonly isClick?: true
}

/** Something that happened at the vendor's. */
export interface VendorNews {
  /** Stable: the same news has the same id however often it comes. */
  readonly id: string
  readonly type:
    | 'participant.enrolled'
    | 'referral.converted'
    | 'reward.pending'
    | 'reward.due'
    | 'reward.granted'
    | 'reward.reversed'
    | 'other'
  /** Epoch milliseconds. */
  readonly at: number
  readonly participant?: Pick<Participant, 'id' | 'name'> & {
    readonly email?: string
    readonly code?: string
  }
  readonly friend?: { readonly id?: string; readonly email?: string; readonly name?: string }
  readonly reward?: { readonly id: string; readonly label?: string }
  /** The vendor's own name for it. */
  readonly event: string
}

/** Friends by the vendor's id, or the e-mail in lower case, of who brought them. */
export type FriendsByReferrer = ReadonlyMap<string, readonly Referral[]>

/** Somebody whom the vendor knows. */
export interface VendorPerson {
  /** The vendor's id. */
  readonly id: string
  readonly email: string
  readonly name?: string
  /** Not everybody has one: a friend who only bought. */
  readonly code?: string
  readonly at?: number
  /** Id, code or e-mail of who brought them. */
  readonly referredBy?: string
}
