/** What the tracker needs of the world around it. The defaults are the browser's own. */
export interface TrackerEnvironment {
  /** Brings the document, location, storage, network, timers and random bytes. */
  readonly window: Window
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** The browser's environment, with `overrides`. Reads globals when called, not when imported. */
export function browserEnvironment(overrides?: Partial<TrackerEnvironment>): TrackerEnvironment {
  return { window: globalThis.window, now: Date.now, ...overrides }
}

/** Up to 30 random digits, of 96 bits. Unlike `crypto.randomUUID` it also works on plain http. */
export function randomText({ crypto }: Window): string {
  return crypto.getRandomValues(new Uint32Array(3)).join('')
}
