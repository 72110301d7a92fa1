import type { Tracker } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'
import type { WordOverrides } from '../locales/override.ts'

/** What `<goodword-invite>` tells the page. All of them bubble and cross shadow roots. */
export interface InviteEvents {
  readonly 'goodword:open': undefined
  readonly 'goodword:close': undefined
  /** Closed without a word, though it had opened by itself. */
  readonly 'goodword:not-now': undefined
  /** A channel was opened, the link was copied (`copy`) or handed to the device's own sheet (`native`). */
  readonly 'goodword:share': { readonly channel: string }
  readonly 'goodword:copy': { readonly link: string }
  /** Something went wrong. The reader has been told in words; nothing is thrown. */
  readonly 'goodword:error': GoodwordError
  /** The signed identity has run out: set a new `token`, and the dialog goes on by itself. */
  readonly 'goodword:token-expired': undefined
}

/**
 * What a page hears at its document before something opens by itself. Preventing it keeps it shut, and counts as asked
 * all the same.
 */
export interface AskEvents {
  readonly 'goodword:ask': { readonly moment: string; readonly open: string }
}

/**
 * `<goodword-invite>`: the button that opens the dialog for inviting friends, in the text or floating over the page, or
 * with `mode="inline"` the dialog's content itself.
 */
export interface GoodwordInviteElement extends HTMLElement {
  /** Knows program, API and identity. @default the page's own, given to `defineWidgets` */
  tracker: Tracker | undefined
  /** The customer's signed identity; wins over the tracker's. Also an attribute. */
  token: string | undefined
  /** Words of your own, by language. Set them before it opens. @default those given to `defineWidgets` */
  words: WordOverrides | undefined
  /** Opens the dialog, whose code is loaded first if need be. What is inline is scrolled to. */
  open(): void
  /** As `open`, when nobody has asked for it: it offers "Not now". */
  ask(): void
  close(): void
}

/** What is known of a reader and their program when the dialog asks. */
export interface InviteSettings {
  readonly api: string | undefined
  readonly program: string | undefined
  readonly token: string | undefined
  /** BCP 47. */
  readonly locale: string
  readonly nonce: string | undefined
  /** Words of the owner's own, by language. */
  readonly words?: WordOverrides | undefined
  readonly tracker: Tracker | undefined
}

/** What the dialog needs of its element. */
export interface InviteHost {
  readonly window: Window & typeof globalThis
  readonly root: ShadowRoot
  /** Whether the content stands in the page, and not in a dialog over it. */
  readonly isInline: boolean
  /** As they are now: tokens and trackers come late. */
  settings(): InviteSettings
  emit<Name extends keyof InviteEvents>(name: Name, detail: InviteEvents[Name]): void
  /** Called when the dialog has closed, whoever closed it. */
  closed(): void
  /** The button's text in the program's own words. */
  named(label: string): void
}

/** The loaded dialog, as its element drives it. */
export interface InviteDialog {
  /** Fetches what anybody may see, ahead of the click. */
  prepare(): void
  /** `isUnasked` adds a "Not now". */
  show(isUnasked: boolean): void
  hide(): void
  /** The identity or the language has changed. */
  refresh(): void
  /** Takes itself away for good. */
  leave(): void
}
