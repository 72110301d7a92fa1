import type { Customer, ReferralEvent } from '@goodword/program'
import type { Touch } from '@goodword/program/touch'
import type { ReadableAtom } from 'nanostores'
import type { Consent, ConsentOption } from './consent.ts'
import type { TrackerEnvironment } from './environment.ts'
import type { Listener, TrackerEvents } from './listeners.ts'

/** How to set up a tracker. Only `program` and `api` are required. */
export interface TrackerOptions {
  /** The program's id. */
  readonly program: string
  /** Where the API is, e.g. `https://refer.example.com`. Relative addresses start from the page. */
  readonly api: string
  /** URL parameters that may carry a code; the first found wins, and is used in links. @default ['via', 'ref'] */
  readonly params?: readonly string[] | undefined
  /** Days a referral is remembered, 1 to 400. Only last touch restarts the count. @default 90 */
  readonly days?: number | undefined
  /** Whose code counts when a friend comes by several. @default 'last' */
  readonly touch?: 'first' | 'last' | undefined
  /** `auto` obeys the page's consent framework and the browser's signal; granted without either. @default 'auto' */
  readonly consent?: ConsentOption | undefined
  /** The domain of the cookie. @default the widest that the browser accepts */
  readonly cookieDomain?: string | undefined
  /** The language for the widget, BCP 47. @default the page's */
  readonly locale?: string | undefined
  /** The CSP nonce for what the widget adds to the page. */
  readonly nonce?: string | undefined
  /** Takes the code out of the address once it is kept. */
  readonly clean?: true | undefined
  /** Tells the page's `dataLayer` of every event, for web analytics. */
  readonly layer?: true | undefined
  /** Explains in the console what is captured, kept and sent, and why not. */
  readonly debug?: true | undefined
  /** Told of everything that goes wrong after set-up: none of it is thrown into the page. */
  readonly onError?: ((error: unknown) => void) | undefined
  /** Replaces parts of the browser, for tests and unusual hosts. */
  readonly env?: Partial<TrackerEnvironment> | undefined
}

type Unsent<E extends ReferralEvent> = E extends { type: 'refund' }
  ? never
  : Omit<E, 'id' | 'at'> & { id?: string; at?: number }

/** An event as a page reports it: whatever the tracker knows may be left out. Refunds need the secret key. */
export type TrackedEvent = Unsent<ReferralEvent>

/** What a page may say of a conversion. */
export interface ConversionDetails {
  /** The shop's own number, so that it counts once whoever reports it. @default the event's id */
  readonly order?: string | number | undefined
  /** Whole minor units: 4200 is $42.00. */
  readonly amount?: number | undefined
  /** ISO 4217. */
  readonly currency?: string | undefined
  readonly customer?: Customer | undefined
}

/** Who referred this visitor. */
export interface Attribution extends Touch {
  readonly visitor: string
}

/** A signed identity, or how to get one: that is asked again before a token ends. Nothing = nobody. */
export type TokenSource = string | (() => Promise<string | undefined>) | undefined

/** What `identify` was told. */
export type Identity = readonly [source?: TokenSource, own?: string | undefined]

/**
 * What became of this page's events: `accepted` is the sum of all the others. `queued` wait; `delivered` have the
 * server's receipt; `elsewhere` were taken on by another tab. The rest were given up: `full`, `denied`, `reset`,
 * `unreadable`, or `status-…` of the server's final refusal.
 */
export type EventCounts = Readonly<Record<string, number> & { accepted: number; queued: number }>

/** The tracker of one page. None of its methods throws. */
export interface Tracker {
  readonly program: string
  /** The API's address, absolute and without a slash at its end. */
  readonly api: string
  readonly locale?: string | undefined
  readonly nonce?: string | undefined
  /** URL parameters that may carry a code; the first is used in links. */
  readonly params: readonly string[]
  /** The referral that counts, if there is one. */
  readonly $touch: ReadableAtom<Touch | undefined>
  /** The customer's signed identity, for the widget. */
  readonly $token: ReadableAtom<string | undefined>
  /** What `identify` was told last. */
  readonly $identity: ReadableAtom<Identity>
  readonly $consent: ReadableAtom<Consent>
  /**
   * Looks for a code in `url`, such as one that was typed: `?via=…`. Without, in the page's address, as after every
   * navigation that can be seen: there a code arrives once.
   */
  capture(url?: string): void
  /** Reports a conversion and returns its event id. */
  convert(name: string, details?: ConversionDetails): string
  /** Reports a good moment to ask, as the program's rules name it. */
  moment(name: string, data?: Record<string, unknown>): string
  /** Reports any event and returns its id. */
  record(event: TrackedEvent): string
  /**
   * Says who the customer is, by a token that the site's server signed; nothing = nobody. Their `own` code, where it is
   * known, never counts as a referral.
   */
  identify(token?: TokenSource, own?: string): void
  /** Says what the visitor allowed. Anything but the three words counts as `pending`. */
  consent(state: Consent): void
  /** The referral that counts now, for forms and servers. */
  attribution(): Attribution | undefined
  /**
   * `target` with the code, for a link to another domain; a link's own address is set. @default `param` the first of
   * `params`, and for Stripe's payment links `client_reference_id`, which they want
   */
  decorate(target: string | HTMLAnchorElement, param?: string): string
  /** What became of this page's events. */
  stats(): EventCounts
  /** Explains in the console what was captured, kept and sent, and from now on what is. */
  debug(): void
  /** Tells whoever listens for `error`. */
  onError(error: unknown): void
  /** Asks for the widget. If nobody listens yet, the first to listen is told. */
  open(): void
  close(): void
  /** Calls `callback` until the returned function is called. */
  on<Name extends keyof TrackerEvents>(name: Name, callback: Listener<Name>): () => void
  /** Sends what waits. Settles when that was tried. */
  flush(): Promise<void>
  /** Removes every trace of this visitor from the browser. */
  reset(): void
  /** Makes the calls; one that cannot be made is reported and harms no other. */
  push(...calls: TrackerCall[]): void
}

type Method =
  | 'capture'
  | 'convert'
  | 'moment'
  | 'record'
  | 'identify'
  | 'consent'
  | 'decorate'
  | 'debug'
  | 'open'
  | 'close'
  | 'on'
  | 'flush'
  | 'reset'

/** A call as an array, so that it can be made before the script has loaded: `['convert', 'purchase', { … }]`. */
export type TrackerCall = { [Name in Method]: [Name, ...Parameters<Tracker[Name]>] }[Method]
