import { judge } from '../audience/condition.ts'
import type { On } from '../schema/moment.ts'
import { addYears, calendarOf } from '../seasons/calendar.ts'
import { inOrder, type Happening, type History } from './history.ts'

/**
 * The instants at which what a moment waits for happened, epoch milliseconds. Anniversaries, which never end, are those
 * of the years around `now`, and all of `years` where the moment lists them.
 *
 * An anniversary is the first instant of its local day. Throws `time-zone-unknown` for those alone.
 */
export function triggersOf(on: On, history: History, now: number): number[] {
  if (on.type === 'feedback')
    return inOrder(history.happened)
      .filter((happening) => happening.type === 'feedback' && happening.score >= on.atLeast)
      .map(({ at }) => at)
  if (on.type === 'event') {
    const matching = named(history.happened, on.name)
      .filter((happening) => !on.where || judge(on.where, dataOf(happening)) === true)
      .map(({ at }) => at)
    return on.nth === undefined ? matching : matching.slice(on.nth - 1, on.nth)
  }
  const since = on.name === undefined ? history.since : named(history.happened, on.name)[0]?.at
  return since === undefined ? [] : anniversaries(since, on.years, history.timeZone ?? 'UTC', now)
}

function anniversaries(
  since: number,
  listed: readonly number[] | undefined,
  timeZone: string,
  now: number,
): number[] {
  const { dateAt, startOf } = calendarOf(timeZone)
  const first = dateAt(since)
  const age = Number(dateAt(now).slice(0, 4)) - Number(first.slice(0, 4))
  const years = listed ?? [age - 1, age, age + 1].filter((count) => count >= 1)
  return years.map((count) => startOf(addYears(first, count)))
}

const named = (happened: readonly Happening[], name: string): Happening[] =>
  inOrder(happened).filter((happening) => happening.type !== 'feedback' && happening.name === name)

const dataOf = (happening: Happening): Readonly<Record<string, unknown>> =>
  (happening.type === 'moment' && happening.data) || {}
