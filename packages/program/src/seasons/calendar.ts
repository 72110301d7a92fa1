import { GoodwordError } from '../errors.ts'

/** Days and instants of one time zone. All instants are epoch milliseconds. */
export interface Calendar {
  /** The day it is at an instant, as `yyyy-mm-dd`. */
  dateAt(at: number): string
  /** The first instant of a day; of a day that the zone skipped, that of the next. */
  startOf(date: string): number
}

const hour = 3_600_000
/** No zone was ever further from UTC than this. */
const farthest = 16 * hour

/**
 * The calendar of an IANA time zone, by what `Intl` knows of it.
 *
 * A day need not begin at midnight: clocks go forward at 00:00 in Cairo or Santiago. So its start is searched for
 * rather than computed. Throws `time-zone-unknown`, which an old browser may do for a new zone.
 */
export function calendarOf(timeZone: string): Calendar {
  const format = formatOf(timeZone)
  const dateAt = (at: number): string => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  }
  return {
    dateAt,
    startOf(date) {
      const midnight = Date.parse(`${date}T00:00:00Z`)
      let [before, start] = [midnight - farthest, midnight + farthest]
      // Offsets are whole seconds, and so are the days' edges.
      while (start - before > 1000) {
        const middle = before + Math.floor((start - before) / 2000) * 1000
        if (dateAt(middle) < date) before = middle
        else start = middle
      }
      return start
    },
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  } catch (cause) {
    const message = `The time zone ${JSON.stringify(timeZone)} is not known here. Write an IANA name such as "Europe/Berlin".`
    throw new GoodwordError('time-zone-unknown', message, { cause })
  }
}

/** Whether a text names a time zone; a bare offset such as "+01:00" is none, since it knows no summer. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    formatOf(text)
    return true
  } catch {
    return false
  }
}

/** Whether a text is a day that exists, as `yyyy-mm-dd`, from 1900 to 2999. */
export function isLocalDate(text: string): boolean {
  if (!/^(?:19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && isoDate(at) === text
}

/** The day `days` later, or earlier if negative. */
export const addDays = (date: string, days: number): string =>
  isoDate(Date.parse(`${date}T00:00:00Z`) + days * 24 * hour)

/**
 * The same day `years` later. 29 February becomes 28 February in a year without one, and is 29 February again in the
 * next leap year: the day stays in its month, as in PostgreSQL's intervals and java.time's `plusYears`.
 */
export function addYears(date: string, years: number): string {
  const [year, rest] = [Number(date.slice(0, 4)) + years, date.slice(4)]
  const same = `${year}${rest}`
  return isLocalDate(same) ? same : `${year}-02-28`
}

const isoDate = (at: number): string => new Date(at).toISOString().slice(0, 10)
