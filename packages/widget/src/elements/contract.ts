import type { Tracker } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'

/** What `<goodword-invite>` tells the page. All of them bubble and cross shadow roots. */
export interface InviteEvents {
  readonly 'goodword:open': undefined
  readonly 'goodword:close': undefined
  /** A channel was opened, the link was copied (`copy`) or handed to the device's own sheet (`native`). */
  readonly 'goodword:share': { readonly channel: string }
  readonly 'goodword:copy': { readonly link: string }
  /** Something went wrong. The reader has been told in words; nothing is thrown. */
  readonly 'goodword:error': GoodwordError
  /** The signed identity has run out: set a new `token`, and the dialog goes on by itself. */
  readonly 'goodword:token-expired': undefined
}

/** `<goodword-invite>`: the button that opens the dialog for inviting friends. */
export interface GoodwordInviteElement extends HTMLElement {
  /** Knows program, API and identity. @default the page's own, given to `defineWidgets` */
  tracker: Tracker | undefined
  /** The customer's signed identity; wins over the tracker's. Also an attribute. */
  token: string | undefined
  /** Opens the dialog; its code is loaded first if need be. */
  open(): void
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
  readonly tracker: Tracker | undefined
}

/** What the dialog needs of its element. */
export interface InviteHost {
  readonly window: Window & typeof globalThis
  readonly root: ShadowRoot
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
  show(): void
  hide(): void
  /** The identity has changed. */
  refresh(): void
}
