import type { ReferralEvent } from '@goodword/program'
import type { readArrival } from './capture.ts'
import type { findFramework } from './consent.ts'
import type { TrackerOptions } from './contract.ts'
import type { TrackerEnvironment } from './environment.ts'
import type { Keeper } from './keeper.ts'
import type { Listeners } from './listeners.ts'
import type { Store } from './storage.ts'

/** What comes later than the first bytes: all that can wait a moment, and the elements. */
export type Part = 'late' | 'widget'

/**
 * Names that only the script tag's two files know, of a route and of the parts that they are made of: there the build
 * makes each a letter, in this order, which compresses best.
 */
export const passedNames = [
  'settle',
  'permit',
  'prefix',
  'load',
  'keep',
  'notBefore',
  'who',
  'away',
  'isGranted',
  'post',
  'options',
  'store',
  'mine',
  'remove',
  'erase',
  'emit',
  'readArrival',
  'asks',
  'current',
] as const satisfies (keyof Route | keyof Store | keyof Keeper | keyof Listeners)[]

/** Where events wait and where they go; what the tracker's later parts work with. */
export interface Route extends TrackerEnvironment {
  readonly options: TrackerOptions
  readonly store: Store
  /** What the keys of waiting events start with; their ids follow, so that tabs of one site do not overwrite each other's. */
  readonly prefix: string
  /** Posts events to the server, by a request that outlives the page unless they are too many for that. */
  post(events: readonly ReferralEvent[], more?: object): Promise<Response>
  /** Events of this page that are neither received nor given up, by id. Those from before consent have no visitor. */
  readonly mine: Map<string, ReferralEvent>
  /** Ids of events that were posted since the last answer. */
  readonly away: Set<string>
  /** When the server may be asked again, in epoch milliseconds. */
  notBefore: number
  isGranted(): boolean
  /** What asks the page's visitors. */
  asks: typeof findFramework
  readArrival: typeof readArrival
  /** An event is done with: `delivered`, or given up for a reason, and waits no more. Those of other pages are not counted. */
  settle(id: string, fate: string): void
  /** Begins a part, if it can be had. */
  load(part: Part): Promise<unknown>
  /** Sends now and never rejects. There is nobody to do it until the late part has begun. */
  flush?: () => Promise<void>
}
