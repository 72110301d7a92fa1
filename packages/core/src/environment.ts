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

/** 20 random lower-case letters and digits. Unlike `crypto.randomUUID` it also works on plain http. */
export function randomText({ crypto }: Window): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return [...bytes].map((byte) => (byte % 36).toString(36)).join('')
}
