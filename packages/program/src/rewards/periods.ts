import type { Period as PeriodKind } from '../schema/limit.ts'
import { addDays, calendarOf, isLocalDate } from '../seasons/calendar.ts'

/** A calendar day, week, month, quarter or year of the program's time zone, in epoch milliseconds. */
export interface Period {
  /** Its first day, `yyyy-mm-dd`: its name wherever one is stored. */
  readonly key: string
  readonly from: number
  /** Its last millisecond. */
  readonly until: number
}

/** The periods of one kind in one time zone. */
export interface Periods {
  /** The one that an instant is in. */
  at(instant: number): Period
  /** The one with this key; `undefined` for what is no first day of one. */
  named(key: string): Period | undefined
}

const utcDay = 86_400_000
// What calendars and dates of four digits can say; nobody orders outside of it.
const earliest = Date.UTC(1970, 0, 2)
const latest = Date.UTC(2999, 11, 30)

/**
 * Periods of one kind in a time zone; weeks begin on Monday. Instants before 1970 or after 2999 are taken for the
 * nearest. Throws `time-zone-unknown`.
 */
export function periodsOf(kind: PeriodKind, timeZone: string): Periods {
  const calendar = calendarOf(timeZone)
  const byKey = new Map<string, Period>()
  // A day by UTC meets two or three local days: with these at hand the calendar is asked once for each, not for each order.
  const byDay = new Map<number, Period[]>()
  const named = (key: string): Period => {
    let period = byKey.get(key)
    if (!period) {
      const [from, next] = [calendar.startOf(key), calendar.startOf(nextFirstDay(kind, key))]
      byKey.set(key, (period = { key, from, until: next - 1 }))
    }
    return period
  }
  return {
    named: (key) => (isLocalDate(key) && firstDay(kind, key) === key ? named(key) : undefined),
    at(instant) {
      const at = Math.min(Math.max(instant, earliest), latest)
      const near = byDay.get(Math.floor(at / utcDay)) ?? []
      const known = near.find(({ from, until }) => from <= at && at <= until)
      if (known) return known
      const period = named(firstDay(kind, calendar.dateAt(at)))
      byDay.set(Math.floor(at / utcDay), [...near, period])
      return period
    },
  }
}

/** The first day of the period that a day is in. */
function firstDay(kind: PeriodKind, date: string): string {
  const [year, month] = [date.slice(0, 4), date.slice(5, 7)]
  if (kind === 'day') return date
  if (kind === 'week') return addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))
  if (kind === 'month') return `${year}-${month}-01`
  if (kind === 'year') return `${year}-01-01`
  return `${year}-${twoDigits(Math.floor((Number(month) - 1) / 3) * 3 + 1)}-01`
}

const months = { month: 1, quarter: 3, year: 12 }

function nextFirstDay(kind: PeriodKind, first: string): string {
  if (kind === 'day') return addDays(first, 1)
  if (kind === 'week') return addDays(first, 7)
  const month = Number(first.slice(5, 7)) - 1 + months[kind]
  return `${Number(first.slice(0, 4)) + Math.floor(month / 12)}-${twoDigits((month % 12) + 1)}-01`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')
