// A page of a browser, for tests: happy-dom's document and storage, a network that the test answers, vitest's clock.
import { Window as HappyWindow } from 'happy-dom'
import { vi } from 'vitest'
import type { ReferralEvent } from '@goodword/program'
import type { Tracker, TrackerOptions } from './contract.ts'
import { createTracker } from './tracker.ts'

/** A program's server that keeps each event once, like the real one, and can be made to fail. */
export interface TestServer {
  /** Every request's events, in order of arrival. */
  readonly requests: ReferralEvent[][]
  /** What was kept, once per id. */
  readonly events: Map<string, ReferralEvent>
  readonly fetch: typeof fetch
  /** Answers of the next requests; after them all goes well. `offline` fails like a network. */
  readonly next: (Response | 'offline')[]
}

export function openServer(): TestServer {
  const requests: ReferralEvent[][] = []
  const events = new Map<string, ReferralEvent>()
  const next: (Response | 'offline')[] = []
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const sent = (JSON.parse(init?.body as string) as { events: ReferralEvent[] }).events
    requests.push(sent)
    const answer = next.shift()
    if (answer === 'offline') throw new TypeError('Failed to fetch')
    if (answer) return answer
    const receipts = sent.map(({ id }) => ({ id, status: events.has(id) ? 'duplicate' : 'accepted' }))
    for (const event of sent) events.set(event.id, event)
    return Response.json({ receipts }, { status: 202 })
  }
  return { requests, events, next, fetch }
}

/** Cookies and storage that outlive a page. */
export type TestBrowser = HappyWindow

export function openBrowser(): TestBrowser {
  return new HappyWindow({ url: 'https://www.shop.example/' })
}

/** A page with a tracker. */
export interface TestPage {
  readonly tracker: Tracker
  readonly errors: unknown[]
  readonly window: Window
  /** Changes the address as a single-page app does, and says so like the browser. */
  navigate(url: string, event?: string): void
  /** What `document.cookie` has. */
  cookies(): string
  /** Fires an event of the window. */
  fire(name: string): void
}

/** Opens `url` in `browser`, with a tracker for the program `shop`. `window` replaces parts of the page. */
export function openPage(
  url: string,
  browser: TestBrowser = openBrowser(),
  server: TestServer = openServer(),
  options: Partial<TrackerOptions> = {},
  window: object = {},
): TestPage {
  browser.happyDOM.setURL(new URL(url, 'https://www.shop.example/').href)
  const events = new EventTarget()
  const errors: unknown[] = []
  const page = {
    document: browser.document,
    location: browser.location,
    navigator: browser.navigator,
    performance: { navigation: { type: 0 } },
    crypto: globalThis.crypto,
    localStorage: browser.localStorage,
    fetch: server.fetch,
    setTimeout: (run: () => void, milliseconds: number) => setTimeout(run, milliseconds),
    setInterval: (run: () => void, milliseconds: number) => setInterval(run, milliseconds),
    history: browser.history,
    addEventListener: events.addEventListener.bind(events),
  }
  Object.assign(page, { top: page })
  Object.defineProperties(page, Object.getOwnPropertyDescriptors(window))
  const tracker = createTracker({
    program: 'shop',
    api: 'https://refer.shop.example/',
    onError: (error) => errors.push(error),
    env: { window: page as unknown as Window },
    ...options,
  })
  return {
    tracker,
    errors,
    window: page as unknown as Window,
    navigate(next, event = 'popstate') {
      browser.happyDOM.setURL(new URL(next, browser.location.href).href)
      events.dispatchEvent(new Event(event))
    },
    cookies: () => browser.document.cookie,
    fire: (name) => void events.dispatchEvent(new Event(name)),
  }
}

/** Lets `milliseconds` pass, and what waits for them happen. */
export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
}
