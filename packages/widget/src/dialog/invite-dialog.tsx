import type { TrackedEvent } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'
import { signal } from '@preact/signals-core'
import type { InviteDialog, InviteHost } from '../elements/contract.ts'
import { labelKey } from '../elements/labels.ts'
import { adoptStyles } from '../elements/styles.ts'
import { sayAgain } from '../locales/say.ts'
import { createStorage } from '../storage.ts'
import { orderChannels } from './channel-order.ts'
import { connectOnce } from './connection.ts'
import css from './dialog.css?inline'
import { createExtras } from './extra.ts'
import { asError, createInvitation } from './invitation.ts'
import { Frame } from './frame.tsx'
import type { InviteModel } from './model.ts'
import { mount } from './mount.ts'
import { report } from './report.ts'
import { createShareMessage } from './share-message.ts'
import type { Speech } from './reward-words.ts'
import { shareNatively } from './sharing.ts'
import { createSnapshots } from './snapshots.ts'

const dressed = new WeakSet<ShadowRoot>()
// Loaded as a whole: taken apart, each import would cost 20 B more.
const loadDressing = () => import('../extras/dressing.ts')

/** Puts the dialog into its element's shadow root, closed and empty; or what is in it, where the host is inline. */
export function createInviteDialog(host: InviteHost, now: () => number = Date.now): InviteDialog {
  const { window, root, settings, emit, isInline } = host
  const connect = connectOnce(settings)
  const onError = (error: GoodwordError): void => {
    emit('goodword:error', error)
    if (error.code === 'token-expired') emit('goodword:token-expired', undefined)
    // Nobody listens for events before they know that something is wrong.
    if (error.code === 'widget-setup') window.console.error(error)
  }
  const storage = createStorage(() => window.localStorage)
  const visit = createStorage(() => window.sessionStorage)
  const invitation = createInvitation({
    connect,
    token: () => settings().token,
    locale: () => settings().locale,
    overrides: () => settings().words,
    async dress(view) {
      if (!view.seasons?.length && !view.experiments?.length) return { view }
      const dressing = await loadDressing()
      const unit = dressing.unitOf(settings(), storage, window)
      return dressing.dressProgram(view, { unit, storage, now: now() })
    },
    snapshots: createSnapshots(visit, settings().program ?? ''),
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
  const isUnasked = signal(false)
  let hasShared = false
  const share = (channel: string): void => {
    hasShared = true
    emit('goodword:share', { channel })
    const { value: me } = invitation.participant
    if (me) tell({ type: 'share', channel, code: me.code })
  }
  const tell = (event: TrackedEvent): void => report(event, settings().tracker, connect, window, onError, now)
  const speech = (): Speech => ({
    words: invitation.words.value,
    locale: invitation.locale(),
    currency: invitation.view.value?.currency ?? 'USD',
    now: now(),
  })
  const message = createShareMessage(invitation, speech)
  const model: InviteModel = {
    invitation,
    message,
    window,
    isUnasked,
    speech,
    isPhone: () => window.matchMedia('(pointer: coarse)').matches,
    channels: () =>
      orderChannels(invitation.view.value?.channels ?? [], model.isPhone(), invitation.locale()),
    canInvite: () =>
      invitation.isSignedIn.value &&
      invitation.supports('invites') &&
      invitation.view.value!.channels.includes('email'),
    opened: signal(undefined),
    showsAll: signal(false),
    copying: signal(undefined),
    isWriting: signal(false),
    wantsBelow: signal(false),
    celebrated: signal(undefined),
    extra: createExtras(
      () => invitation.words.value.language,
      async () => {
        const extras = await import('../extras/prepare.ts')
        return extras.prepareExtras(root, settings(), invitation.words.value.language)
      },
      (name, cause) => {
        if (model.opened.value === name) model.opened.value = undefined
        model.isWriting.value = false
        model.onError(cause)
      },
    ),
    announce(text) {
      announcement.value = sayAgain(text, announcement.value)
    },
    // Where the title scrolls too, it is to be seen.
    focus: () => root.querySelector<HTMLElement>('.body')?.focus({ preventScroll: true }),
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
  const fetchAll = async (): Promise<void> => {
    await invitation.refresh()
    const button = invitation.view.value?.copy.button
    if (button) {
      host.named(button)
      visit.set(labelKey(settings().program, settings().locale), button)
    }
    const { milestones = [], code = '' } = invitation.participant.value ?? {}
    if (milestones.some(({ reached }) => reached)) {
      const reached = await import('../extras/milestone-news.ts')
      const news = reached.takeNews(milestones, code, storage, settings().program ?? '')
      if (news) model.celebrated.value = news
    }
    const { value: exposures } = invitation.exposures
    if (!exposures.length) return
    const dressing = await loadDressing()
    for (const exposure of dressing.firstExposures(exposures, storage, settings().program ?? ''))
      tell({ type: 'exposure', ...exposure })
  }
  // What may not load here is no more than an addition.
  const refresh = (): void => void fetchAll().catch(() => {})
  const backOnline = (): void => {
    if (invitation.trouble.value === 'offline') refresh()
  }
  const closed = (): void => {
    model.celebrated.value = undefined
    window.removeEventListener('online', backOnline)
    announcement.value = ''
    if (isUnasked.value && !hasShared) emit('goodword:not-now', undefined)
    host.closed()
    emit('goodword:close', undefined)
  }

  if (!dressed.has(root)) adoptStyles(root, css, settings().nonce)
  dressed.add(root)
  const place = window.document.createElement('div')
  root.append(place)
  const close = (): void => dialog?.close()
  const erase = mount(
    () => <Frame model={model} announcement={announcement.value} onClose={isInline ? undefined : close} />,
    place,
  )
  const dialog = root.querySelector('dialog')
  if (dialog) watchClosing(dialog, closed)

  return {
    prepare: () => void invitation.prepare(),
    show(unasked) {
      if (isInline) {
        place.scrollIntoView({ block: 'nearest' })
        model.focus()
      }
      if (!dialog || dialog.open) return
      isUnasked.value = unasked
      hasShared = false
      refresh()
      dialog.showModal()
      model.focus()
      window.addEventListener('online', backOnline)
      emit('goodword:open', undefined)
    },
    hide: close,
    leave() {
      close()
      window.removeEventListener('online', backOnline)
      erase()
      place.remove()
    },
    refresh() {
      if (isInline) window.addEventListener('online', backOnline)
      refresh()
    },
  }
}

/** Closes on a press beside it. A press that began inside, as when selecting text, must not. */
function watchClosing(dialog: HTMLDialogElement, onClosed: () => void): void {
  let isPressed = false
  const isBeside = (event: Event): boolean => event.target === dialog
  // It tells a moment later, and may be open again by then.
  dialog.addEventListener('close', () => dialog.open || onClosed())
  dialog.addEventListener('pointerdown', (event) => (isPressed = isBeside(event)))
  dialog.addEventListener('click', (event) => isPressed && isBeside(event) && dialog.close())
}
