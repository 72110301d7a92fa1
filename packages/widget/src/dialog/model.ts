import type { ReadonlySignal } from '@preact/signals'
import type { Invitation } from './invitation.ts'
import type { Speech } from './reward-words.ts'
import type { ShareMessage } from './share-message.ts'

/** What shows how things stand: in the dialog, and in elements of their own. */
export interface StandingModel {
  readonly invitation: Invitation
  /** How to say names, amounts and dates now. */
  speech(): Speech
}

/** What every part of the dialog works with. */
export interface InviteModel extends StandingModel {
  readonly message: ShareMessage
  readonly window: Window & typeof globalThis
  /** Whether it opened by itself, at a good moment. */
  readonly isUnasked: ReadonlySignal<boolean>
  /** Tells readers of screens what has just happened. */
  announce(text: string): void
  /** Puts the keyboard back to the top of the dialog, after what had the focus has gone. */
  focus(): void
  /** Opens the device's own share sheet. `false` where it does not work; a change of mind is no failure. */
  openShareSheet(): Promise<boolean>
  onShare(channel: string): void
  onCopy(link: string): void
  onError(cause: unknown): void
}

export interface ModelProps {
  readonly model: InviteModel
}

export interface StandingProps {
  readonly model: StandingModel
}
