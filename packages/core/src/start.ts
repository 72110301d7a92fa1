import type { ReferralEvent } from '@goodword/program'
import type { Touch } from '@goodword/program/touch'
import { atom } from 'nanostores'
import { readArrival } from './capture.ts'
import { decideConsent, type Consent } from './consent.ts'
import type { TrackedEvent, Tracker, TrackerOptions } from './contract.ts'
import { randomText, type TrackerEnvironment } from './environment.ts'
import { createKeeper, sameArrival } from './keeper.ts'
import { createListeners } from './listeners.ts'
import { addEvent, sendFarewell, waitingKeys, type Route } from './outbox.ts'
import type { Sender } from './sender.ts'
import { createStore } from './storage.ts'

/** Begins what can wait: sending, and watching the page. */
export type Begin = (route: Route, tracker: Tracker) => Promise<Sender>

/** Starts a tracker with `options` as they are: whoever calls has checked them. `onOpen` brings the widget. */
export function startTracker(
  options: TrackerOptions,
  environment: TrackerEnvironment,
  begin: Begin,
  onOpen?: () => void,
): Tracker {
  const { program, params = ['via', 'ref'], days = 90, touch = 'last', locale, nonce } = options
  const { window, now } = environment
  const { location } = window
  const api = new URL(options.api, location.href).href.replace(/\/$/, '')

  const $touch = atom<Touch | undefined>()
  const $token = atom<string | undefined>()
  const $consent = atom<Consent>('pending')
  $touch.eq = (a, b) => a?.code === b?.code && a?.at === b?.at

  const { on, emit } = createListeners()
  const onError = (error: unknown): void => void emit('error', error)
  if (options.onError) on('error', options.onError)
  const attempt = (run: () => void): void => {
    try {
      run()
    } catch (error) {
      onError(error)
    }
  }

  const dropped: Record<string, number> = {}
  const store = createStore(window)
  const keeper = createKeeper(environment, store, { touch, days }, options.cookieDomain)
  const route: Route = {
    ...environment,
    store,
    prefix: `goodword:${program}:`,
    url: `${api}/v1/${program}/events`,
    isGranted: () => $consent.get() === 'granted',
    onError,
    onDrop(reason, count) {
      dropped[reason] = (dropped[reason] ?? 0) + count
    },
  }
  const lastVisit = `goodword:${program}/`
  let sender: Sender | undefined
  /** Events from before consent. */
  let held: ReferralEvent[] = []
  let isWanted = false

  const refresh = (): Touch | undefined => {
    const current = keeper.touch()
    attempt(() => $touch.set(current))
    return current
  }

  const commit = (event: ReferralEvent): void =>
    attempt(() => {
      if (event.type === 'visit') {
        // A reload of the landing page is not another visit.
        const key = lastVisit + event.code
        if (event.at - Number(store.get(key) ?? 0) < sameArrival) return
        store.set(key, `${event.at}`)
      }
      // The code of a share is the sharer's own, not that of who referred them.
      const code = event.type === 'share' ? undefined : refresh()?.code
      addEvent(route, { code, visitor: keeper.visitor(), ...event })
      sender?.soon()
    })

  const record = (event: TrackedEvent): string => {
    const born = { id: randomText(window, 24), at: now(), ...event } as ReferralEvent
    const state = $consent.get()
    emit('record', born)
    if (state === 'granted') commit(born)
    else if (state === 'pending' && held.length < 1000) held.push(born)
    else route.onDrop(state, 1)
    return born.id
  }

  const capture = (address = location.href): void =>
    attempt(() => {
      const arrival = readArrival(new URL(address, location.href), params)
      if (!arrival || $consent.get() === 'denied') return
      const { url: _, ...touch } = arrival
      keeper.keep({ ...touch, at: now() })
      refresh()
      record({ type: 'visit', ...arrival })
    })

  const forget = (): void => {
    held = []
    for (const key of [...waitingKeys(route), ...store.keys(lastVisit)]) store.remove(key)
    keeper.clear()
    refresh()
  }

  const consent = (state: Consent): void => {
    const before = $consent.get()
    attempt(() => $consent.set(state))
    if (state === 'denied') forget()
    keeper.allow(route.isGranted())
    refresh()
    if (!route.isGranted()) return
    for (const event of held.splice(0)) commit(event)
    if (before === 'denied') capture()
  }

  const open = (): void => {
    onOpen?.()
    isWanted = !emit('open')
  }

  const tracker: Tracker = {
    program,
    api,
    locale,
    nonce,
    params,
    $touch,
    $token,
    $consent,
    dropped,
    capture,
    record,
    consent,
    open,
    convert(name, details) {
      const id = randomText(window, 24)
      return record({ ...details, type: 'conversion', id, name, order: String(details?.order ?? id) })
    },
    moment: (name, data) => record({ type: 'moment', name, data }),
    identify: (token) => attempt(() => $token.set(token)),
    attribution() {
      const current = refresh()
      return current && { ...current, visitor: keeper.visitor() }
    },
    close() {
      isWanted = false
      emit('close')
    },
    on(name, callback) {
      // Told once `on` has returned, and only if nobody has closed it by then.
      if (name === 'open' && isWanted) queueMicrotask(() => isWanted && open())
      const off = on(name, callback)
      if (name === 'record')
        for (const key of waitingKeys(route)) attempt(() => callback(JSON.parse(store.get(key)!) as never))
      return off
    },
    async flush() {
      sender = await begun
      await sender?.flush()
    },
    reset() {
      forget()
      tracker.identify()
    },
    push(...calls) {
      for (const call of calls) {
        attempt(() => {
          const [name, ...args] = call
          ;(tracker[name] as (...args: unknown[]) => unknown)(...args)
        })
      }
    },
  }

  consent(decideConsent(options.consent, window.navigator))
  capture()
  // Blocked or offline: events stay on disk, and the next page tries again.
  const begun = begin(route, tracker).catch(() => undefined)
  void tracker.flush()
  const leave = (): void => void (sender ? sender.flush() : sendFarewell(route))
  window.addEventListener('pagehide', leave)
  window.document.addEventListener('visibilitychange', leave)
  return tracker
}
