import { addDays, calendarOf, type Calendar } from './calendar.ts'

/** Days from the first to the last, both included, in the program's time zone. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** A season in epoch milliseconds: `from` its first, `until` its last, both included. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** What a text like "until 31 March" is made of. */
export interface Scarcity {
  /** The season's last millisecond. Printed in the program's time zone it shows the last day. */
  readonly until: number
  /** The last day, as `yyyy-mm-dd`. */
  readonly lastDay: string
  /** Whole days after today: 0 on the last day, 1 on the day before. */
  readonly daysLeft: number
}

/**
 * The instants of a season; compute it once where many events are compared with it. Throws `time-zone-unknown`.
 *
 * In the few zones that once set their clocks back over midnight, the minutes that happened twice belong to the day
 * they first came with.
 */
export const seasonSpan = (season: Days, timeZone: string): Span => spanIn(calendarOf(timeZone), season)

/** The season's last millisecond, the end of its last local day. Throws `time-zone-unknown`. */
export const seasonEnds = (season: Days, timeZone: string): number => seasonSpan(season, timeZone).until

/** The first of `seasons` that `now` is in, so an author puts a short season before the long one that it interrupts. */
export function seasonAt<S extends Days>(
  seasons: readonly S[],
  timeZone: string,
  now: number,
): S | undefined {
  const calendar = calendarOf(timeZone)
  return seasons.find((season) => isWithin(spanIn(calendar, season), now))
}

/** Whether an instant is in a span. */
export const isWithin = ({ from, until }: Span, at: number): boolean => from <= at && at <= until

/** How long an offer lasts, while it does. Throws `time-zone-unknown`. */
export function scarcityOf(season: Days, timeZone: string, now: number): Scarcity | undefined {
  const calendar = calendarOf(timeZone)
  const span = spanIn(calendar, season)
  if (!isWithin(span, now)) return undefined
  const left = Date.parse(season.to) - Date.parse(calendar.dateAt(now))
  return { until: span.until, lastDay: season.to, daysLeft: left / 86_400_000 }
}

const spanIn = (calendar: Calendar, { from, to }: Days): Span => ({
  from: calendar.startOf(from),
  until: calendar.startOf(addDays(to, 1)) - 1,
})
