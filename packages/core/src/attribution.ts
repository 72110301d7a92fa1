import { decideTouch, type Touch, type TouchRule } from '@goodword/program/touch'

/** The same code again within this time is the same arrival: a reload, or the server's redirect a moment ago. */
export const sameArrival = 30 * 60_000

/** How attribution chooses among touches. */
export interface AttributionRule {
  /** `first`: the earliest touch in the window counts. @default 'last' */
  readonly touch?: 'first' | 'last' | undefined
  /** Days a touch counts for. */
  readonly days: number
}

/**
 * The touch that counts at `now` among those known and, if there is one, that which has just `arrived`. The same arrival
 * as the one that counts changes nothing: Safari keeps a cookie for 7 days once a script has written it, so one that the
 * server set is left alone.
 */
export function decideAttribution(
  rule: AttributionRule,
  known: readonly Touch[],
  now: number,
  arrived?: Touch,
): Touch | undefined {
  // The server sets the cookie as well, by its own clock: a touch may lie up to a day ahead of ours.
  const decide = (touches: readonly Touch[]): Touch | undefined =>
    decideTouch(rule as TouchRule, touches, now, now + 86_400_000)
  const current = decide(known)
  const isSame = !arrived || (current?.code === arrived.code && arrived.at - current.at < sameArrival)
  return isSame ? current : decide([...known, arrived])
}
