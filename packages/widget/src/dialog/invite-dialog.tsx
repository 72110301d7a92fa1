import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program/errors'
import { signal } from '@preact/signals'
import { render } from 'preact'
import type { InviteDialog, InviteHost } from '../elements/contract.ts'
import { adoptStyles } from '../elements/styles.ts'
import css from './dialog.css?inline'
import { asError, createInvitation } from './invitation.ts'
import { Modal } from './modal.tsx'
import type { InviteModel } from './model.ts'
import { recordShare } from './share-event.ts'
import { createShareMessage } from './share-message.ts'
import { shareNatively } from './sharing.ts'

/** Puts the dialog into its element's shadow root, closed and empty. */
export function createInviteDialog(host: InviteHost, now: () => number = Date.now): InviteDialog {
  const { window, root, settings, emit } = host
  const connect = connectOnce(host)
  const onError = (error: GoodwordError): void => {
    emit('goodword:error', error)
    if (error.code === 'token-expired') emit('goodword:token-expired', undefined)
    // Nobody listens for events before they know that something is wrong.
    if (error.code === 'widget-setup') window.console.error(error)
  }
  const invitation = createInvitation({
    connect,
    token: () => settings().token,
    locale: () => settings().locale,
    isOnline: () => window.navigator.onLine,
    onError,
  })
  // Their own code is no referral.
  invitation.participant.subscribe((me) => {
    const { tracker } = settings()
    const [source, own] = tracker?.$identity.get() ?? []
    if (me && me.code !== own) tracker?.identify(source, me.code)
  })
  const announcement = signal('')
  const element = (): HTMLDialogElement | null => root.querySelector('dialog')
  const share = (channel: string): void => {
    emit('goodword:share', { channel })
    const { value: me } = invitation.participant
    if (me) recordShare({ channel, code: me.code }, settings().tracker, connect, window, onError, now)
  }
  const message = createShareMessage(invitation)
  const model: InviteModel = {
    invitation,
    message,
    window,
    speech: () => ({
      words: invitation.words.value,
      locale: invitation.locale(),
      currency: invitation.view.value?.currency ?? 'USD',
      now: now(),
    }),
    announce(text) {
      announcement.value = text
    },
    focus: () => root.querySelector<HTMLElement>('.body')?.focus(),
    onShare: share,
    async openShareSheet() {
      const content = message.forChannel('native')
      if (!content) return false
      try {
        if (await shareNatively(content, window)) share('native')
        return true
      } catch (cause) {
        model.onError(cause)
        return false
      }
    },
    onCopy(link) {
      emit('goodword:copy', { link })
      share('copy')
    },
    onError: (cause) => onError(asError(cause)),
  }
  const refresh = async (): Promise<void> => {
    await invitation.refresh()
    const button = invitation.view.value?.copy.button
    if (button) host.named(button)
  }
  const backOnline = (): void => {
    if (invitation.trouble.value === 'offline') void refresh()
  }
  const closed = (): void => {
    window.removeEventListener('online', backOnline)
    announcement.value = ''
    host.closed()
    emit('goodword:close', undefined)
  }

  adoptStyles(root, css, settings().nonce)
  const place = window.document.createElement('div')
  root.append(place)
  render(<Modal model={model} announcement={announcement} onClosed={closed} />, place)

  return {
    prepare: () => void invitation.prepare(),
    show() {
      const dialog = element()
      if (!dialog || dialog.open) return
      void refresh()
      dialog.showModal()
      model.focus()
      window.addEventListener('online', backOnline)
      emit('goodword:open', undefined)
    },
    hide: () => element()?.close(),
    refresh: () => void refresh(),
  }
}

/** The backend of the element's settings. Its code comes with the first request. */
function connectOnce({ settings }: InviteHost): () => Promise<ReferralBackend> {
  let backend: ReferralBackend | undefined
  return async () => {
    if (backend) return backend
    const { httpBackend } = await import('@goodword/adapters/http')
    const { api: url, program } = settings()
    if (!url || !program) {
      const missing = program ? 'api' : 'program'
      throw new GoodwordError(
        'widget-setup',
        `<goodword-invite> has no ${missing}. Set it, or give it a tracker.`,
      )
    }
    return (backend = httpBackend({ url, program, token: () => settings().token }))
  }
}
