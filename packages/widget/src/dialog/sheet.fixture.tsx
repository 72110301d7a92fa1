// The dialog's content as a reader sees it, over the real backend in memory.
import type { ReferralBackend } from '@goodword/adapters'
import { signal } from '@preact/signals-core'
import { configure } from '@testing-library/dom'
import { loadPanelWords } from '../locales/panels/load.ts'
import { today, tokenFor } from '../testing.ts'
import { orderChannels } from './channel-order.ts'
import { createExtras } from './extra.ts'
import { createInvitation, type Invitation, type InvitationSources } from './invitation.ts'
import type { InviteModel } from './model.ts'
import { mount } from './mount.ts'
import { createShareMessage } from './share-message.ts'
import { Sheet } from './sheet.tsx'

// What is loaded when it is asked for takes its time on a machine that does much else.
configure({ asyncUtilTimeout: 5000 })

export interface OpenSheet {
  readonly model: InviteModel
  readonly invitation: Invitation
  /** What the page and readers of screens were told, and what went wrong. */
  readonly told: string[]
}

let stop = (): void => {}

/** Takes away what `openSheet` has drawn. */
export function closeSheet(): void {
  stop()
  document.body.replaceChildren()
}

interface SheetOptions extends Partial<InvitationSources> {
  /** Empty for somebody who is not signed in. */
  readonly name?: string
  readonly isPhone?: boolean
  readonly isUnasked?: boolean
}

/** Draws it, and settles once everything is there. */
export async function openSheet(
  backend: ReferralBackend,
  { name = 'Amy Winter', isPhone = false, isUnasked = false, ...sources }: SheetOptions = {},
): Promise<OpenSheet> {
  const told: string[] = []
  const invitation = createInvitation({
    connect: async () => backend,
    token: () => (name === '' ? undefined : tokenFor({ sub: 'amy', name })),
    locale: () => 'en-US',
    isOnline: () => true,
    onError: (error) => told.push(error.code),
    ...sources,
  })
  const model: InviteModel = {
    invitation,
    message: createShareMessage(invitation, () => ({ locale: 'en-US', currency: 'USD' })),
    isPhone: () => isPhone,
    channels: () => orderChannels(invitation.view.value?.channels ?? [], isPhone, 'en-US'),
    canInvite: () => invitation.supports('invites'),
    opened: signal(undefined),
    showsAll: signal(false),
    copying: signal(undefined),
    isWriting: signal(false),
    wantsBelow: signal(true),
    celebrated: signal(undefined),
    extra: createExtras(
      () => 'en',
      () => loadPanelWords('en'),
      (_, cause) => told.push(String(cause)),
    ),
    window,
    isUnasked: signal(isUnasked),
    speech: () => ({ words: invitation.words.value, locale: 'en-US', currency: 'USD', now: today }),
    announce: (text) => told.push(`says ${text}`),
    focus: () => {},
    openShareSheet: async () => true,
    onShare: (channel) => told.push(`share ${channel}`),
    onCopy: (link) => told.push(`copy ${link}`),
    onError: (cause) => told.push(String(cause)),
  }
  const place = document.body.appendChild(document.createElement('div'))
  stop = mount(() => <Sheet model={model} onClose={() => told.push('close')} />, place)
  await invitation.refresh()
  return { model, told, invitation }
}
