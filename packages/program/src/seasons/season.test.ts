import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { seasonSchema } from '../schema/season.ts'
import { addDays, calendarOf } from './calendar.ts'
import { fewerRuns } from '../runs.fixture.ts'
import { scarcityOf, seasonAt, seasonEnds, seasonSpan } from './season.ts'

const spring = { id: 'spring', from: '2026-03-01', to: '2026-03-31' }
const easter = { id: 'easter', from: '2026-03-28', to: '2026-03-30' }
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Africa/Cairo',
  'America/Santiago',
  'Pacific/Apia',
)
const season = fc
  .tuple(fc.integer({ min: 16_000, max: 40_000 }), fc.integer({ min: 0, max: 400 }))
  .map(([first, length]) => ({
    from: addDays('1970-01-01', first),
    to: addDays('1970-01-01', first + length),
  }))

test('a season has exactly the instants whose local day it names', () => {
  const anywhere = fc
    .integer({ min: -40, max: 450 })
    .chain((days) => fc.tuple(fc.constant(days), fc.nat(86_399_999)))
  fc.assert(
    fc.property(zone, season, anywhere, (timeZone, days, [offset, rest]) => {
      const now = Date.parse(addDays(days.from, offset)) + rest
      const today = calendarOf(timeZone).dateAt(now)
      expect(seasonAt([days], timeZone, now) === days).toBe(days.from <= today && today <= days.to)
    }),
    fewerRuns,
  )
})

test('seasons that follow each other leave no gap and do not overlap', () => {
  fc.assert(
    fc.property(zone, season, (timeZone, days) => {
      const next = { from: addDays(days.to, 1), to: addDays(days.to, 30) }
      expect(seasonSpan(next, timeZone).from - seasonEnds(days, timeZone)).toBe(1)
    }),
    fewerRuns,
  )
})

test('a season that ends after the clocks changed ends an hour earlier by UTC', () => {
  expect(new Date(seasonEnds(spring, 'Europe/Berlin')).toISOString()).toBe('2026-03-31T21:59:59.999Z')
  expect(new Date(seasonSpan(spring, 'Europe/Berlin').from).toISOString()).toBe('2026-02-28T23:00:00.000Z')
  expect(new Date(seasonEnds(spring, 'America/New_York')).toISOString()).toBe('2026-04-01T03:59:59.999Z')
})

test('of two seasons the one that is listed first counts', () => {
  const now = Date.parse('2026-03-29T12:00:00Z')
  expect(seasonAt([easter, spring], 'UTC', now)).toBe(easter)
  expect(seasonAt([spring, easter], 'UTC', now)).toBe(spring)
  expect(seasonAt([easter, spring], 'UTC', Date.parse('2026-04-01T00:00:00Z'))).toBeUndefined()
})

test('the end is printed as the last day', () => {
  const now = Date.parse('2026-03-28T12:00:00Z')
  const scarcity = scarcityOf(spring, 'America/New_York', now)!
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    day: 'numeric',
    month: 'long',
  })
  expect(`until ${format.format(scarcity.until)}`).toBe('until 31 March')
  expect(scarcity).toMatchObject({ lastDay: '2026-03-31', daysLeft: 3 })
  expect(scarcityOf(spring, 'America/New_York', scarcity.until)?.daysLeft).toBe(0)
  expect(scarcityOf(spring, 'America/New_York', scarcity.until + 1)).toBeUndefined()
})

test.each([
  [{ ...spring, to: '2026-02-30' }, 'a day that exists, such as "2026-03-31"'],
  [{ ...spring, to: '2026-02-01' }, 'the same day as `from`, or a later one'],
])('refuses a season that is none: %j', (input, message) => {
  const { issues } = v.safeParse(seasonSchema, input)
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([['to', message]])
  expect(v.is(seasonSchema, { ...spring, to: spring.from })).toBe(true)
})
