/**
 * A touch: one time a friend came by a code. Pure and free of the validator, because the visitor's browser and
 * the server's redirect both read and write it.
 */
export interface Touch {
  readonly code: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly channel?: string
}

/** What the first-party cookie keeps: the visitor, and the touch that counts if there is one. */
export interface Kept {
  readonly visitor: string
  readonly touch?: Touch
}

/** The cookie's name, on the owner's own domain. */
export const cookieName = 'goodword'

/** `visitor.code.at.channel`: plain characters only, because some firewalls refuse structured cookies. */
export function formatKept(kept: Kept): string {
  const { visitor, touch } = kept
  return touch ? `${visitor}.${touch.code}.${touch.at.toString(36)}.${touch.channel ?? ''}` : visitor
}

const pattern = /^([\w-]{4,64})(?:\.([\w-]{1,64})\.([0-9a-z]{1,9})\.([a-z][0-9a-z-]{0,31})?)?$/

/** The inverse of `formatKept`; `undefined` for anything that it did not write. */
export function parseKept(value: string): Kept | undefined {
  const [, visitor, code, at, channel] = pattern.exec(value) ?? []
  if (!visitor) return undefined
  if (!code || !at) return { visitor }
  return { visitor, touch: { code, at: parseInt(at, 36), ...(channel && { channel }) } }
}

/** How attribution chooses among touches. */
export interface TouchRule {
  /** `first`: the earliest touch in the window counts. `last`: the latest. */
  readonly touch: 'first' | 'last'
  /** Days a touch counts for. */
  readonly days: number
}

/**
 * The touch that counts at `now`, whatever the order of `touches`: inside the window and no later than `until`, first or
 * last by (at, code), so that everyone who decides it agrees.
 */
export function decideTouch<T extends Touch>(
  rule: TouchRule,
  touches: Iterable<T>,
  now: number,
  until: number = now,
): T | undefined {
  const since = now - rule.days * 86_400_000
  let best: T | undefined
  for (const touch of touches) {
    if (touch.at < since || touch.at > until) continue
    if (!best || isBefore(touch, best) === (rule.touch === 'first')) best = touch
  }
  return best
}

const isBefore = (a: Touch, b: Touch): boolean => (a.at === b.at ? a.code < b.code : a.at < b.at)
