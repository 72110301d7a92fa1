import {
  cookieName,
  decideTouch,
  formatKept,
  parseKept,
  type Kept,
  type Touch,
  type TouchRule,
} from '@goodword/program/touch'
import { createCookieJar } from './cookie.ts'
import { randomText, type TrackerEnvironment } from './environment.ts'
import type { Store } from './storage.ts'

/** Keeps who the visitor is and who referred them: in a cookie, else in storage, else in memory. */
export interface Keeper {
  /** The touch that counts now. */
  touch(): Touch | undefined
  /** The visitor's id; made and kept when there is none. */
  visitor(): string
  /** Takes a touch in, as the touch rule says. */
  keep(touch: Touch): void
  /** Whether anything may be read from or written to the browser; false at first. */
  allow(allowed: boolean): void
  /** Removes every trace. */
  clear(): void
}

/** The same code again within this time is the same arrival: a reload, or the server's redirect a moment ago. */
export const sameArrival = 30 * 60_000

/** A keeper that has read nothing yet. */
export function createKeeper(
  { window, now }: TrackerEnvironment,
  store: Store,
  rule: TouchRule,
  domain: string | undefined,
): Keeper {
  const jar = createCookieJar(window.document, cookieName, rule.days, domain)
  // The server sets the cookie as well, by its own clock: a touch may lie up to a day ahead of ours.
  const tolerant = { ...rule, days: rule.days + 1 }
  let allowed = false
  /** Like the others in the form of a cookie. */
  let memory = ''

  const readAll = (): Kept[] =>
    ['', ...(allowed ? [jar.read(), store.get(cookieName)] : []), memory]
      .join('; ')
      .split(`; ${cookieName}=`)
      .flatMap((text) => parseKept(text.replace(/;.*/, '')) ?? [])
  const decide = (extra: Touch[] = []): Touch | undefined => {
    const touches = readAll().flatMap(({ touch }) => touch ?? [])
    return decideTouch(tolerant, [...touches, ...extra], now() + 86_400_000)
  }
  const save = (kept: Kept): void => {
    const pair = `${cookieName}=${formatKept(kept)}`
    memory = allowed ? '' : pair
    if (!allowed) return
    store.remove(cookieName)
    if (!jar.write(pair)) store.set(cookieName, pair)
  }
  const visitor = (): string => {
    const [known] = readAll()
    if (known) return known.visitor
    const made = `v_${randomText(window, 16)}`
    save({ visitor: made })
    return made
  }
  const keep = (arrived: Touch): void => {
    const current = decide()
    // Left alone, because Safari keeps a cookie for 7 days once a script has written it.
    if (current?.code === arrived.code && arrived.at - current.at < sameArrival) return
    if (decide([arrived]) === arrived) save({ visitor: visitor(), touch: arrived })
  }

  return {
    touch: decide,
    visitor,
    keep,
    allow(next) {
      if (next === allowed) return
      const [known] = readAll()
      const touch = decide()
      allowed = next
      memory = ''
      if (!known) return
      if (!readAll().length) save(touch ? { ...known, touch } : known)
      else if (touch) keep(touch)
    },
    clear() {
      memory = ''
      store.remove(cookieName)
      jar.erase()
    },
  }
}
