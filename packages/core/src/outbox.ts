import type { ReferralEvent } from '@goodword/program'
import type { ReadableAtom } from 'nanostores'
import type { TokenSource, TrackerOptions } from './contract.ts'
import type { TrackerEnvironment } from './environment.ts'
import type { Store } from './storage.ts'

/** What may come later than the first bytes: sending and the page's markup, consent frameworks, explanations. */
export type Part = 'late' | 'consent' | 'debug'

/** What `identify` was told. */
export type Identity = readonly [source?: TokenSource, own?: string | undefined]

/** Where events wait and where they go; what the tracker's later parts work with. */
export interface Route extends TrackerEnvironment {
  readonly options: TrackerOptions
  readonly store: Store
  /** What the keys of waiting events start with; their ids follow, so that tabs of one site do not overwrite each other's. */
  readonly prefix: string
  /** Where events are posted. */
  readonly url: string
  /** Events of this page that are neither received nor given up, by id. Those from before consent have no visitor. */
  readonly mine: Map<string, ReferralEvent>
  readonly $identity: ReadableAtom<Identity>
  isGranted(): boolean
  /** Whether the page asks its visitors, as far as can be seen now. */
  asks(window: Window): boolean
  onError(error: unknown): void
  /** An event is done with: `delivered`, or given up for a reason. Those of other pages are not counted here. */
  settle(id: string, fate: string): void
  /** Begins a part, if it can be had. */
  load(part: Part): Promise<unknown>
  /** Sends before the page is gone. */
  leave(): void
  /** Sends now and never rejects. There is nobody to do it until the late part has begun. */
  flush?: () => Promise<void>
  readonly loadWidget?: (() => void) | undefined
}
