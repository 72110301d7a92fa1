// Capture, attribution and keeping alone, for sites that report conversions from their server.
import type { Touch } from '@goodword/program/touch'
import { atom, type ReadableAtom } from 'nanostores'
import { readArrival } from './capture.ts'
import type { Attribution } from './contract.ts'
import { browserEnvironment, type TrackerEnvironment } from './environment.ts'
import { createKeeper, type KeepRule } from './keeper.ts'
import { createStore } from './storage.ts'

/** How to keep referrals. Nothing is checked: a mistake keeps nothing. */
export interface KeepOptions extends Partial<KeepRule> {
  /** URL parameters that may carry a code; the first found wins. @default ['via', 'ref'] */
  readonly params?: readonly string[] | undefined
  /** Whether anything may be stored now. @default true */
  readonly allowed?: boolean | undefined
  /** Replaces parts of the browser, for tests and unusual hosts. */
  readonly env?: Partial<TrackerEnvironment> | undefined
}

/** Referrals of one browser. */
export interface KeptReferrals {
  /** The referral that counts, as it was last looked at. */
  readonly $touch: ReadableAtom<Touch | undefined>
  /** Looks for a code in `url`, such as a typed one in `?via=…`. @default the page's address */
  capture(url?: string): void
  /** The referral that counts now, for forms and servers. */
  attribution(): Attribution | undefined
  /** Says whether anything may be stored: until then it is kept in memory. */
  allow(allowed: boolean): void
  /** Removes every trace. */
  reset(): void
}

/** Captures the code of this page and keeps it. Sends nothing. */
export function keepReferrals({
  params = ['via', 'ref'],
  allowed = true,
  env,
  ...rule
}: KeepOptions = {}): KeptReferrals {
  const { window, now } = browserEnvironment(env)
  const keeper = createKeeper(window, now, createStore(window), { days: 90, ...rule })
  const $touch = atom<Touch | undefined>()
  $touch.eq = (a, b) => a?.at === b?.at
  const refresh = (): Touch | undefined => {
    $touch.set(keeper.current())
    return $touch.value
  }
  const kept: KeptReferrals = {
    $touch,
    capture(given) {
      const { href } = window.location
      const url = given ?? href
      const [arrival] = (URL.canParse(url, href) && readArrival(new URL(url, href), params)) || []
      if (arrival) keeper.keep({ ...arrival, at: now() }, !!given)
      refresh()
    },
    attribution() {
      const touch = refresh()
      return touch && { ...touch, visitor: keeper.who() }
    },
    allow(next) {
      keeper.permit(next)
      refresh()
    },
    reset() {
      keeper.erase()
      refresh()
    },
  }
  keeper.permit(allowed)
  kept.capture()
  return kept
}
