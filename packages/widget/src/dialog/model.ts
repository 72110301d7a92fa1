import type { MilestoneProgress } from '@goodword/program'
import type { ReadonlySignal, Signal } from '@preact/signals-core'
import type { Extra, ExtraName } from './extra.ts'
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
  /** Whether fingers point: where the device's own share sheet comes first. */
  isPhone(): boolean
  /** Those that the program lists, for this device and language. */
  channels(): readonly string[]
  /** Whether friends can be invited by the backend's own e-mails. */
  canInvite(): boolean
  /** The extra that is open. */
  readonly opened: Signal<ExtraName | undefined>
  /** Whether all channels are there, or the best only. */
  readonly showsAll: Signal<boolean>
  /** What became of copying the link. */
  readonly copying: Signal<'copied' | 'refused' | undefined>
  /** Whether the message is looked at more closely. */
  readonly isWriting: Signal<boolean>
  /** The goal that was reached, when it is told of. */
  readonly celebrated: Signal<MilestoneProgress | undefined>
  /** Whether what stands below the fold is wanted: it is near, or somebody scrolls. */
  readonly wantsBelow: Signal<boolean>
  /** What is loaded when it is asked for; `undefined` until it is there. */
  extra(name: ExtraName): Extra | undefined
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
