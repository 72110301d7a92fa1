import type { Moment } from '../schema/moment.ts'
import { isNegative, type History } from './history.ts'
import { triggersOf } from './triggers.ts'

/** Whom to ask for what, and when. */
export interface Ask {
  readonly moment: Moment
  /** Epoch milliseconds, never before `now`: equal to it means at once. */
  readonly at: number
}

const minute = 60_000
const day = 1440 * minute

/**
 * The next time to ask a customer, if there is one as things stand; of several at the same time, the moment that is
 * listed first. Ask again whenever something happened: a new event, an ask or an answer changes it.
 *
 * It may be a year away, further than a timer reaches (24.8 days). Throws `time-zone-unknown`, for anniversaries.
 */
export function nextAsk(moments: readonly Moment[], history: History, now: number): Ask | undefined {
  let next: Ask | undefined
  for (const moment of moments) {
    const at = timeToAsk(moment, history, now)
    if (at !== undefined && (!next || at < next.at)) next = { moment, at }
  }
  return next
}

function timeToAsk(moment: Moment, history: History, now: number): number | undefined {
  const { asks, dismissals, happened } = history
  const { everyDays, times, notNowDays, negativeDays } = moment.caps
  const own = asks.filter(({ moment: id }) => id === moment.id)
  if (own.length >= times) return undefined
  const free = Math.max(
    now,
    last(asks) + everyDays * day,
    last(dismissals) + notNowDays * day,
    last(happened.filter(isNegative)) + negativeDays * day,
  )
  const lastOwn = last(own)
  let next: number | undefined
  for (const trigger of triggersOf(moment.on, history, free)) {
    const ready = trigger + moment.delayMinutes * minute
    const at = Math.max(ready, free)
    const open = lastOwn < ready && at < ready + moment.freshDays * day
    if (open && (next === undefined || at < next)) next = at
  }
  return next
}

const last = (marks: readonly { readonly at: number }[]): number => {
  let latest = -Infinity
  for (const { at } of marks) if (at > latest) latest = at
  return latest
}
