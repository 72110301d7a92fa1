import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addYears, calendarOf } from '../seasons/calendar.ts'
import { fewerRuns } from '../runs.fixture.ts'
import type { Happening, History } from './history.ts'
import { nextAsk } from './next-ask.ts'
import { triggersOf } from './triggers.ts'

const day = 86_400_000
const caps = { everyDays: 30, times: 100, notNowDays: 90, negativeDays: 90 }
const yearly = {
  id: 'y',
  on: { type: 'anniversary' },
  delayMinutes: 0,
  freshDays: 7,
  open: 'invite',
  caps,
} as const
const none = { happened: [], asks: [], dismissals: [] }
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Africa/Cairo', 'America/Santiago', 'Pacific/Kiritimati')
const instant = (from: number, to: number) => fc.integer({ min: Date.UTC(from, 0), max: Date.UTC(to, 0) })
// Random days are seldom 29 February, so a part of them is.
const since = fc.oneof(
  instant(2012, 2026),
  fc
    .tuple(fc.constantFrom(2012, 2016, 2020, 2024), fc.nat(2 * day))
    .map(([year, ms]) => Date.UTC(year, 1, 28) + ms),
)
const on = (time: string, timeZone: string) => ({ ...none, since: Date.parse(time), timeZone })
const next = (history: History, now: string, moment = yearly) =>
  new Date(nextAsk([moment], history, Date.parse(now))!.at).toISOString()

test('the next anniversary is the first instant of its local day, at most a year away', () => {
  fc.assert(
    fc.property(zone, since, instant(2027, 2060), (timeZone, signedUp, now) => {
      const { dateAt } = calendarOf(timeZone)
      const { at } = nextAsk([yearly], { ...none, since: signedUp, timeZone }, now)!
      const [first, date] = [dateAt(signedUp), dateAt(at)]
      expect(at - now).toBeLessThanOrEqual(366 * day)
      if (at === now) expect(recent(first, date)).toBe(true)
      else expect(date).toBe(addYears(first, Number(date.slice(0, 4)) - Number(first.slice(0, 4))))
      if (at > now) expect(dateAt(at - 1) < date).toBe(true)
    }),
    fewerRuns,
  )
})

/** Whether an anniversary of `first` was within the week before `date`, both included for clocks that changed. */
function recent(first: string, date: string): boolean {
  const age = Number(date.slice(0, 4)) - Number(first.slice(0, 4))
  return [age, age - 1].some((years) => {
    const passed = (Date.parse(date) - Date.parse(addYears(first, years))) / day
    return years > 0 && passed >= 0 && passed <= 7
  })
}

test('each year comes once, in order, about a year apart', () => {
  const years = Array.from({ length: 30 }, (_, index) => index + 1)
  fc.assert(
    fc.property(zone, since, (timeZone, signedUp) => {
      const at = triggersOf({ type: 'anniversary', years }, { ...none, since: signedUp, timeZone }, 0)
      const gaps = at.slice(1).map((time, index) => (time - at[index]!) / day)
      expect(Math.min(...gaps)).toBeGreaterThan(364.9)
      expect(Math.max(...gaps)).toBeLessThan(366.1)
    }),
    { numRuns: Math.ceil(fewerRuns.numRuns / 4) },
  )
})

test('who signed up on 29 February is asked on 28 February, and on 29 February in a leap year', () => {
  const history = on('2024-02-29T12:00:00Z', 'Europe/Berlin')
  expect(next(history, '2024-03-10T00:00:00Z')).toBe('2025-02-27T23:00:00.000Z')
  expect(next(history, '2027-03-20T00:00:00Z')).toBe('2028-02-28T23:00:00.000Z')
})

test('the day is that of the time zone, and begins when its clocks say', () => {
  // Still 6 September in Santiago; on 6 September 2026 its clocks go from 00:00 to 01:00.
  const history = on('2025-09-07T02:00:00Z', 'America/Santiago')
  expect(next(history, '2026-01-01T00:00:00Z')).toBe('2026-09-06T04:00:00.000Z')
})

test('after “not now” for years, the first anniversary past them', () => {
  const history = {
    ...on('2020-05-01T00:00:00Z', 'UTC'),
    dismissals: [{ at: Date.parse('2024-04-30T00:00:00Z') }],
  }
  const patient = { ...yearly, caps: { ...caps, notNowDays: 1000 } }
  expect(next(history, '2024-05-01T00:00:00Z')).toBe('2025-05-01T00:00:00.000Z')
  expect(nextAsk([patient], history, Date.parse('2024-05-01T00:00:00Z'))?.at).toBe(
    Date.parse('2027-05-01T00:00:00Z'),
  )
})

test('counts from the first event of a name, only in the years that are listed', () => {
  const happened: Happening[] = ['2022-03-01', '2021-03-01'].map((date) => ({
    type: 'conversion',
    name: 'purchase',
    at: Date.parse(date),
  }))
  const fifth = { ...yearly, on: { type: 'anniversary' as const, name: 'purchase', years: [1, 5] } }
  expect(nextAsk([fifth], { ...none, happened }, Date.parse('2024-01-01'))?.at).toBe(Date.parse('2026-03-01'))
  expect(nextAsk([fifth], { ...none, happened }, Date.parse('2026-03-08'))).toBeUndefined()
  expect(nextAsk([fifth], none, 0)).toBeUndefined()
})

test('an anniversary on 31 December is still fresh in January', () => {
  const history = on('2020-12-31T12:00:00Z', 'UTC')
  expect(next(history, '2027-01-06T23:59:59Z')).toBe('2027-01-06T23:59:59.000Z')
  expect(next(history, '2027-01-07T00:00:00Z')).toBe('2027-12-31T00:00:00.000Z')
})

test('asks once a year', () => {
  const first = Date.parse('2026-05-01T00:00:00Z')
  const history = { ...on('2020-05-01T09:00:00Z', 'UTC'), asks: [{ moment: 'y', at: first }] }
  const often = { ...yearly, caps: { ...caps, everyDays: 0 } }
  expect(nextAsk([often], history, first + 1)?.at).toBe(Date.parse('2027-05-01T00:00:00Z'))
})
