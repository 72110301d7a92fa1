import { cookieName, formatKept, parseKept, type Kept, type Touch } from '@goodword/program/touch'
import { decideAttribution, type AttributionRule } from './attribution.ts'
import { createCookieJar } from './cookie.ts'
import { randomText } from './environment.ts'
import type { Store } from './storage.ts'

/** Keeps who the visitor is and who referred them: in a cookie, else in storage, else in memory. */
export interface Keeper {
  /** The touch that counts now. */
  current(): Touch | undefined
  /** The visitor's id; made and kept when there is none. */
  who(): string
  /**
   * Takes a touch in, as the touch rule says. False for the customer's own code and, where the address alone brings it
   * (not `isTold`), for what is no arrival: a reload, or a page gone back to.
   */
  keep(touch: Touch, isTold?: boolean): boolean
  /** Whether anything may be read from or written to the browser; false at first. */
  permit(allowed: boolean): void
  /** Removes every trace of Goodword, also what other parts have stored. */
  erase(): void
}

/** Where the customer's own code is kept, if it is known. */
export const ownKey = `${cookieName}.own`

/** How to keep a referral. */
export interface KeepRule extends AttributionRule {
  /** The domain of the cookie. @default the widest that the browser accepts */
  readonly cookieDomain?: string | undefined
}

/** A keeper that has read nothing yet. */
export function createKeeper(window: Window, now: () => number, store: Store, rule: KeepRule): Keeper {
  const jar = createCookieJar(window.document, cookieName, rule.days, rule.cookieDomain)
  let allowed = false
  /** What may not be stored, in the form of a cookie. */
  let memory = ''
  let made = ''

  const readAll = (): Kept[] =>
    `; ${allowed ? `${jar.get()}; ${store.get(cookieName)}` : memory}`
      .split(`; ${cookieName}=`)
      .flatMap((text) => parseKept(text.replace(/;.*/, '')) ?? [])
  const isOwn = ({ code }: Touch): boolean => allowed && store.get(ownKey) === code
  const current = (arrived?: Touch): Touch | undefined =>
    decideAttribution(
      rule,
      readAll().flatMap((kept) => (kept.touch && !isOwn(kept.touch) ? kept.touch : [])),
      now(),
      arrived,
    )
  const identify = (): string => (made = readAll()[0]?.visitor ?? (made || `v_${randomText(window)}`))
  const save = (kept: Kept): void => {
    const pair = `${cookieName}=${formatKept(kept)}`
    if (!allowed) memory = pair
    else if (jar.set(pair)) store.remove(cookieName)
    else store.set(cookieName, pair)
  }
  const keep = (arrived: Touch, isTold?: boolean): boolean => {
    // Who is known did not arrive by it.
    if (isOwn(arrived) || (!isTold && window.performance?.navigation?.type && current())) return false
    if (current(arrived) === arrived) save({ visitor: identify(), touch: arrived })
    return true
  }

  return {
    erase() {
      memory = made = ''
      jar.remove()
      // The customer's own code and waiting events as well.
      store.keys(cookieName).forEach(store.remove)
    },
    who() {
      const visitor = identify()
      if (!readAll()[0]) save({ visitor })
      return visitor
    },
    keep,
    permit(next) {
      const counts = current()
      allowed = next
      memory = ''
      if (counts) keep(counts)
    },
    current,
  }
}
