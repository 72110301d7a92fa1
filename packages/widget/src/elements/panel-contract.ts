import type { Tracker } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'
import type { WordOverrides } from '../locales/override.ts'
import type { InviteSettings } from './contract.ts'

/** The elements beside `<goodword-invite>`: what each shows is code of its own, loaded where the page has one. */
export type PanelTag =
  | 'goodword-welcome'
  | 'goodword-progress'
  | 'goodword-leaderboard'
  | 'goodword-nps'
  | 'goodword-refer'

/** What these elements tell the page. All of them bubble and cross shadow roots. */
export interface PanelEvents {
  /**
   * `<goodword-welcome>`: a coupon that the friend has asked for, or that is theirs with `apply="auto"`. Cancel it when
   * your page has applied it, and the friend is told so instead of having to type it.
   */
  readonly 'goodword:coupon': { readonly code: string }
  /** `<goodword-welcome>`: a friend typed a code, and it is somebody's. It is kept by the tracker, if there is one. */
  readonly 'goodword:code': { readonly code: string }
  /** `<goodword-welcome>`: the friend does not want to see it any more. */
  readonly 'goodword:dismiss': undefined
  /** `<goodword-nps>`: the answer, as it is reported to the owner. `score` is 0 to 10. */
  readonly 'goodword:feedback': { readonly score: number; readonly comment?: string }
  /** `<goodword-refer>`: somebody was introduced. */
  readonly 'goodword:refer': { readonly email: string }
  /** Something went wrong. The reader has been told in words; nothing is thrown. */
  readonly 'goodword:error': GoodwordError
  /** The signed identity has run out: set a new `token`, and the element goes on by itself. */
  readonly 'goodword:token-expired': undefined
}

/** What the elements beside `<goodword-invite>` have in common. */
export interface GoodwordPanelElement extends HTMLElement {
  /** Knows program, API and identity. @default the page's own, given to `defineWidgets` */
  tracker: Tracker | undefined
  /** The customer's signed identity; wins over the tracker's. Also an attribute. */
  token: string | undefined
  /** Words of your own, by language. @default the page's own, given to `defineWidgets` */
  words: WordOverrides | undefined
  /** Shows it where it was hidden, and brings it into view: what a program's moment does. */
  ask(): boolean
}

/** What the loaded part of an element needs of it. */
export interface PanelHost {
  readonly window: Window & typeof globalThis
  readonly element: HTMLElement
  readonly root: ShadowRoot
  /** Answers that all elements of the page share, by question. */
  readonly shared: Map<string, unknown>
  /** As they are now: tokens and trackers come late. */
  settings(): InviteSettings
  words(): WordOverrides | undefined
  /** Returns `false` when the page has cancelled it. */
  emit<Name extends keyof PanelEvents>(name: Name, detail: PanelEvents[Name]): boolean
}

/** The loaded part of an element. */
export interface Panel {
  /** The element is in the page, or its settings have changed. */
  refresh(): void
  /** The element has left the page. */
  leave(): void
}
