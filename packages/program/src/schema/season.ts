import * as v from 'valibot'
import { isLocalDate, isTimeZone } from '../seasons/calendar.ts'
import { id } from './parts.ts'

/** A day in the program's time zone, `yyyy-mm-dd`. */
export const localDate = v.pipe(v.string(), v.check(isLocalDate, 'a day that exists, such as "2026-03-31"'))

/** An IANA time zone. */
export const timeZoneSchema = v.pipe(
  v.string(),
  v.check(isTimeZone, 'an IANA time zone such as "Europe/Berlin" or "UTC"'),
)

/** Whether two days follow each other; of a day that is missing or wrong, something else complains. */
export const areInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || !isLocalDate(from) || !isLocalDate(to) || from <= to

/** A time of the year with offers of its own. */
export const seasonSchema = v.pipe(
  v.strictObject({
    id: v.pipe(id, v.description('As incentives name it, e.g. "spring".')),
    from: v.pipe(localDate, v.description('The first day, in the program’s time zone.')),
    to: v.pipe(localDate, v.description('The last day; the season ends when it does.')),
  }),
  v.forward(v.partialCheck([['from'], ['to']], areInOrder, 'the same day as `from`, or a later one'), ['to']),
)

export type Season = v.InferOutput<typeof seasonSchema>
