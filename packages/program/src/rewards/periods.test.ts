import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from './orders.ts'
import { periodsOf } from './periods.ts'
import { calendarOf } from '../seasons/calendar.ts'
import { runs } from '../runs.fixture.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Africa/Cairo',
  'America/Santiago',
  'Pacific/Apia',
  'Australia/Lord_Howe',
]
const kinds = ['day', 'week', 'month', 'quarter', 'year'] as const
const worlds = zones.map((zone) => ({
  calendar: calendarOf(zone),
  periods: Object.fromEntries(kinds.map((kind) => [kind, periodsOf(kind, zone)])) as Record<
    (typeof kinds)[number],
    ReturnType<typeof periodsOf>
  >,
}))
const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) })

test('an instant is in exactly the period whose days it falls on, whatever the clocks do', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...worlds),
      fc.constantFrom(...kinds),
      instant,
      ({ calendar, periods }, kind, at) => {
        const { key, from, until } = periods[kind].at(at)
        expect(from <= at && at <= until).toBe(true)
        const date = calendar.dateAt(at)
        const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
        const starts = {
          day: date,
          week: key,
          month: `${date.slice(0, 7)}-01`,
          quarter: `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`,
          year: `${year}-01-01`,
        }
        expect(key).toBe(starts[kind])
        if (kind === 'week') {
          expect(new Date(key).getUTCDay()).toBe(1)
          expect((Date.parse(date) - Date.parse(key)) / day).toBeLessThan(7)
        }
      },
    ),
    runs,
  )
})

test('periods follow each other without gap or overlap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...worlds), fc.constantFrom(...kinds), instant, ({ periods }, kind, at) => {
      const { until, key } = periods[kind].at(at)
      const next = periods[kind].at(until + 1)
      expect(next.from).toBe(until + 1)
      expect(next.key > key).toBe(true)
      expect(periods[kind].named(key)).toEqual(periods[kind].at(at))
    }),
    runs,
  )
})

test.each([
  ['Europe/Berlin', 'day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z', 23],
  ['Europe/Berlin', 'month', '2026-10-31T12:00:00Z', '2026-09-30T22:00:00.000Z', 31 * 24 + 1],
  ['UTC', 'month', '2028-02-29T23:59:59Z', '2028-02-01T00:00:00.000Z', 29 * 24],
  ['UTC', 'year', '2028-02-29T00:00:00Z', '2028-01-01T00:00:00.000Z', 366 * 24],
  ['America/New_York', 'week', '2026-03-09T03:59:59Z', '2026-03-02T05:00:00.000Z', 7 * 24 - 1],
] as const)('%s: the %s of %s begins at %s and has %s hours', (zone, kind, at, start, hours) => {
  const { from, until } = periodsOf(kind, zone).at(Date.parse(at))
  expect([new Date(from).toISOString(), (until + 1 - from) / 3_600_000]).toEqual([start, hours])
})

test('times that no calendar has, and names of no period, do no harm', () => {
  const periods = periodsOf('month', 'UTC')
  expect([0, -1e15, 9e15].map((at) => periods.at(at).key)).toEqual(['1970-01-01', '1970-01-01', '2999-12-01'])
  expect(['2026-02-02', '2026-13-01', 'constructor', ''].map((key) => periods.named(key))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
