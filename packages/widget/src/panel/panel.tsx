import type { Capability, ReferralBackend } from '@goodword/adapters'
import type { GoodwordError } from '@goodword/program/errors'
import { computed, effect, signal, untracked } from '@preact/signals-core'
import { render } from 'preact'
import { asError, createInvitation, troubleOf } from '../dialog/invitation.ts'
import { mount } from '../dialog/mount.ts'
import { report } from '../dialog/report.ts'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import { adoptStyles } from '../elements/styles.ts'
import { loadPanelWords } from '../locales/panels/load.ts'
import { words as english } from '../locales/panels/en.ts'
import type { Trouble } from '../locales/words.ts'
import { sayAgain } from '../locales/say.ts'
import { createStorage } from '../storage.ts'
import { connectPanel } from './backend.ts'
import { Frame } from './frame.tsx'
import type { PanelContent, PanelModel } from './model.ts'
import css from './panel.css?inline'

/** What tells one element from another. */
export interface PanelOptions {
  readonly content: PanelContent
  /** Its own stylesheet, after that of all panels. */
  readonly css?: string
  /** The participant's lists that it shows. @default none */
  readonly lists?: readonly Capability[]
  /** Whether there is anything to show, by signals. Until then nothing is fetched. @default always */
  readonly isShown?: () => boolean
}

/** Puts an element's content into its shadow root, and keeps it there while the element comes and goes. */
export function createPanel(
  host: PanelHost,
  { content, css: ownCss = '', lists = [], isShown = () => true }: PanelOptions,
  now: () => number = Date.now,
): Panel {
  const { window, root, settings, emit } = host
  const panelWords = signal(english)
  const trouble = signal<Trouble | undefined>()
  const isBusy = signal(false)
  const announcement = signal('')
  const onError = (error: GoodwordError): void => {
    emit('goodword:error', error)
    if (error.code === 'token-expired') emit('goodword:token-expired', undefined)
    // Nobody listens for events before they know that something is wrong.
    if (error.code === 'widget-setup') window.console.error(error)
  }
  const connect = connectPanel(host, lists, now)
  const storage = createStorage(() => window.localStorage)
  const invitation = createInvitation({
    connect,
    async dress(view) {
      if (!view.seasons?.length && !view.experiments?.length) return { view }
      const { dressProgram, unitOf } = await import('../extras/dressing.ts')
      return dressProgram(view, { unit: unitOf(settings(), storage, window), storage, now: now() })
    },
    token: () => settings().token,
    locale: () => settings().locale,
    overrides: () => host.words(),
    isOnline: () => window.navigator.onLine,
    onError,
  })

  const anyTrouble = computed(() => invitation.trouble.value ?? trouble.value)

  const ask = async <T,>(work: (backend: ReferralBackend) => Promise<T>): Promise<T | undefined> => {
    isBusy.value = true
    try {
      const answer = await work(await connect())
      trouble.value = undefined
      return answer
    } catch (cause) {
      const error = asError(cause)
      trouble.value = troubleOf(error, window.navigator.onLine)
      onError(error)
      return undefined
    } finally {
      isBusy.value = false
    }
  }
  const tellExposures = async (): Promise<void> => {
    const { value: exposures } = invitation.exposures
    if (!exposures.length) return
    const { firstExposures } = await import('../extras/dressing.ts')
    const { tracker, program = '' } = settings()
    for (const exposure of firstExposures(exposures, storage, program))
      report({ type: 'exposure', ...exposure }, tracker, connect, window, onError, now)
  }
  const refresh = (): void => {
    trouble.value = undefined
    // A chunk that does not load is asked for again with the next refresh.
    void invitation
      .refresh()
      .then(tellExposures)
      .catch(() => {})
  }
  const model: PanelModel = {
    host,
    invitation,
    panelWords,
    trouble,
    isBusy,
    ask,
    retry: refresh,
    speech: () => ({
      words: invitation.words.value,
      locale: invitation.locale(),
      currency: invitation.view.value?.currency ?? 'USD',
      now: now(),
    }),
    announce(text) {
      announcement.value = sayAgain(text, announcement.value)
    },
    openInvite() {
      const button = window.document.querySelector('goodword-invite')
      const { tracker } = settings()
      if (tracker) tracker.open()
      else button?.open()
    },
    onError: (cause) => onError(asError(cause)),
  }

  adoptStyles(root, css + ownCss, settings().nonce)
  const place = window.document.createElement('div')
  place.className = 'place'
  root.append(place)
  const backOnline = (): void => {
    if (invitation.trouble.value === 'offline') refresh()
  }
  let leave: (() => void) | undefined

  return {
    refresh() {
      const wasHere = Boolean(leave)
      if (!leave) {
        const erase = mount(
          () => (
            <Frame
              model={model}
              content={content}
              isShown={isShown}
              announcement={announcement.value}
              trouble={anyTrouble}
            />
          ),
          place,
        )
        window.addEventListener('online', backOnline)
        const stop = effect(() => {
          const { language } = invitation.words.value
          void loadPanelWords(language, host.words()).then((words) => (panelWords.value = words))
        })
        const stopLooking = effect(() => {
          if (isShown()) untracked(refresh)
        })
        leave = () => {
          stop()
          stopLooking()
          erase()
          window.removeEventListener('online', backOnline)
          render(null, place)
        }
      }
      if (wasHere && isShown()) refresh()
    },
    leave() {
      leave?.()
      leave = undefined
    },
  }
}
