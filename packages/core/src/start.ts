import type { ReferralEvent } from '@goodword/program'
import type { Touch } from '@goodword/program/touch'
import { atom } from 'nanostores'
import { sameArrival } from './attribution.ts'
import { readArrival } from './capture.ts'
import { decideConsent, findFramework, type Consent, type ConsentOption } from './consent.ts'
import type { Identity, TrackedEvent, Tracker, TrackerOptions } from './contract.ts'
import { randomText, type TrackerEnvironment } from './environment.ts'
import { createKeeper } from './keeper.ts'
import { createListeners } from './listeners.ts'
import type { Part, Route } from './outbox.ts'
import { createStore } from './storage.ts'

/** Options of which those that a tracker cannot do without are there. */
export type FullOptions = TrackerOptions & {
  readonly params: readonly string[]
  readonly days: number
  readonly consent: ConsentOption
}

/** Begins a part of the tracker, once it is there. */
export type Begin = (part: Part, route: Route, tracker: Tracker) => Promise<void>

/** Starts a tracker with `options` as they are: whoever calls has checked them. */
export function startTracker(
  options: FullOptions,
  { window, now }: TrackerEnvironment,
  begin: Begin,
): Tracker {
  const { params, program } = options
  const { location, document } = window
  const api = new URL(options.api, location.href).href.replace(/\/$/, '')

  const $touch = atom<Touch | undefined>()
  const $token = atom<string | undefined>()
  const $consent = atom<Consent>('pending')
  const $identity = atom<Identity>([])
  $touch.eq = (a, b) => a?.at === b?.at

  // For the owner who asks whether it works: what happens, and beside it how things stand.
  let isExplained = options.debug != null
  const { on, emit } = createListeners(
    (name, detail) =>
      isExplained &&
      console.info('Goodword', name, detail, {
        params,
        consent: $consent.get(),
        ...tracker.attribution(),
        ...tracker.stats(),
      }),
  )
  const onError = (error: unknown): unknown => emit('error', error)
  on('error', options.onError ?? console.warn)
  /** Looks for the code and keeps it, if that has yet to be done. */
  let wake: (() => void) | undefined
  const attempt = (run: () => void): void => {
    try {
      wake?.()
      run()
    } catch (error) {
      onError(error)
    }
  }

  const prefix = `goodword:${program}:`
  const url = `${api}/v1/${program}/events`
  const store = createStore(window)
  const keeper = createKeeper(window, now, store, options)
  const seen = new Set<string>()
  const mine = new Map<string, ReferralEvent>()
  const away = new Set<string>()
  const counts = { accepted: 0 } as Record<string, number> & { accepted: number }
  const isGranted = (): boolean => $consent.get() === 'granted'
  const post: Route['post'] = async (events, more) => {
    // One by one: in a page with Prototype.js a list writes itself as a text.
    const texts = events.map((event) => {
      away.add(event.id)
      return JSON.stringify(event)
    })
    // A string goes as text/plain, which needs no CORS preflight.
    const body = `{"events":[${texts.join()}]}`
    return window.fetch(url, { method: 'POST', body, keepalive: body.length < 21_000, ...more })
  }
  const route: Route = {
    window,
    now,
    load: (part) => begin(part, route, tracker).catch(() => {}),
    prefix,
    options,
    asks: findFramework,
    away,
    settle(id, fate) {
      store.remove(prefix + id)
      if (!mine.delete(id)) return
      counts[fate] = (counts[fate] ?? 0) + 1
      emit('settle', { id, fate })
    },
    readArrival,
    isGranted,
    mine,
    post,
    store,
    notBefore: 0,
  }
  let sending: Promise<unknown> | undefined
  let isWanted: unknown

  const refresh = (): Touch | undefined => {
    let current: Touch | undefined
    attempt(() => $touch.set((current = keeper.current())))
    return current
  }

  const commit = (event: ReferralEvent): void => {
    // The code of a share is the sharer's own, not that of who referred them.
    const code = event.type === 'share' ? undefined : refresh()?.code
    const whole = { code, visitor: keeper.who(), ...event }
    mine.set(event.id, whole)
    store.set(prefix + event.id, JSON.stringify(whole))
  }

  const record = (event: TrackedEvent): string => {
    let id = randomText(window)
    attempt(() => {
      id = event.id ?? id
      // What cannot be sent throws here, and what the page changes later changes nothing.
      const born = JSON.parse(JSON.stringify({ at: now(), ...event, id })) as ReferralEvent
      if (born.type === 'conversion') born.order = String((born as { order?: number | string }).order ?? id)
      if (!mine.has(id)) counts.accepted++
      mine.set(id, born)
      if (isGranted()) commit(born)
      emit('record', mine.get(id))
      if ($consent.get() === 'denied') route.settle(id, 'denied')
    })
    return id
  }

  const capture = (given?: string, isTold = !!given): void =>
    attempt(() => {
      const url = new URL(given ?? location.href, location.href)
      const [arrival] = readArrival(url, params) ?? []
      // Once in the life of a page, unless it is told: who goes back in it does not arrive again.
      if (!arrival || $consent.get() === 'denied' || (seen.has(arrival.code) && !isTold)) return
      seen.add(arrival.code)
      if (!keeper.keep({ ...arrival, at: now() }, isTold)) return
      refresh()
      record({
        // The same for the same link opened again, which is not another visit.
        id: `${keeper.who()}-${(now() / sameArrival) | 0}-${arrival.code}`.slice(0, 64),
        // Without query and hash: they may hold what is nobody's business.
        url: url.href.match(/[^?#]{1,2048}/)![0],
        ...arrival,
        frame: window.top !== window,
        type: 'visit',
      })
    })

  const forget = (fate: string): void => {
    for (const id of mine.keys()) route.settle(id, fate)
    keeper.erase()
  }

  const consent = (state: Consent): void => {
    attempt(() => $consent.set(state))
    emit('consent', state)
    if (state === 'denied') {
      forget(state)
      // Who thinks better of it still came by this address.
      seen.clear()
    }
    keeper.permit(isGranted())
    refresh()
    if (!isGranted()) return
    for (const event of mine.values()) if (!event.visitor) commit(event)
  }

  const tracker: Tracker = {
    ...options,
    api,
    $touch,
    $token,
    open() {
      void route.load('widget')
      // Whoever listens first is told of what nobody heard.
      isWanted = !emit('open')
    },
    $identity,
    $consent,
    onError,
    capture,
    consent,
    convert: (name, details) => record({ ...details, type: 'conversion', name } as TrackedEvent),
    moment: (name, data) => record({ data, type: 'moment', name }),
    identify: (...identity) => attempt(() => $identity.set(identity)),
    attribution() {
      const current = refresh()
      return current && { ...current, visitor: keeper.who() }
    },
    decorate(target, param) {
      let address = ''
      attempt(() => {
        // A link as text is its address.
        address = String(target)
        const url = new URL(address, location.href)
        const code = refresh()?.code
        const usual = url.host === 'buy.stripe.com' ? 'client_reference_id' : params[0]!
        if (code) url.searchParams.set(param ?? usual, code)
        address = url.href
        ;(target as HTMLAnchorElement).href &&= address
      })
      return address
    },
    stats: () => ({ ...counts, queued: mine.size }),
    debug() {
      isExplained = true
      emit('debug')
    },
    close() {
      isWanted = false
      emit('close')
    },
    on(name, callback) {
      const off = on(name, callback)
      if (name === 'record') for (const event of mine.values()) attempt(() => callback(event as never))
      if (name === 'open' && isWanted) tracker.open()
      return off
    },
    reset() {
      forget('reset')
      refresh()
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
    async flush() {
      await sending
      await route.flush?.()
    },
    record,
  }

  const begun = (): void => {
    const { href } = location
    wake = () => {
      wake = undefined
      consent(decideConsent(options.consent, window))
      capture(href, false)
      // Blocked or offline: events stay on disk, and the next page tries again.
      sending = route.load('late')
    }
    // The first look at a browser's cookies and storage takes milliseconds: a task of its own, which leaves our elements
    // and the page's own scripts time to come first, or whenever it is asked for.
    setTimeout(refresh, 50)
  }
  // A page that is drawn before anybody has asked for it is no visit yet.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', begun)
  else begun()
  // There is no time for the answer, so nothing is removed: what is sent again later, the server knows by its id. Nor is
  // there any to fetch what usually sends.
  const leave = (): void => {
    refresh()
    if (!isGranted() || now() < route.notBefore) return
    const events = [...mine.values()].filter(({ id }) => !away.has(id))
    if (events[0]) post(events).catch(() => {})
  }
  window.addEventListener('pagehide', leave)
  return tracker
}
