import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { timeZoneSchema } from '../schema/season.ts'
import { addDays, addYears, calendarOf, isLocalDate } from './calendar.ts'
import { fewerRuns } from '../runs.fixture.ts'

const hour = 3_600_000
/** With and without summer time, changing at midnight, by half an hour, by two hours, at the ends of the world. */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Santiago',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Niue',
]
const zone = fc.constantFrom(...zones.map((name) => ({ name, ...calendarOf(name) })))
const day = fc
  .integer({ min: Date.UTC(2012, 0, 1) / 86_400_000, max: Date.UTC(2060, 0, 1) / 86_400_000 })
  .map((count) => new Date(count * 86_400_000).toISOString().slice(0, 10))

test('a day starts at its first instant, whatever the clocks do', () => {
  fc.assert(
    fc.property(zone, day, ({ dateAt, startOf }, date) => {
      const start = startOf(date)
      expect(dateAt(start)).toBe(date)
      expect(dateAt(start - 1)).toBe(addDays(date, -1))
    }),
    fewerRuns,
  )
})

test('a day has 24 hours, give or take the two of a change of clocks', () => {
  fc.assert(
    fc.property(zone, day, ({ startOf }, date) => {
      const length = startOf(addDays(date, 1)) - startOf(date)
      expect(Math.abs(length - 24 * hour)).toBeLessThanOrEqual(2 * hour)
    }),
    fewerRuns,
  )
})

test.each([
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
  // Clocks go forward at 00:00: the day begins at 01:00.
  ['Africa/Cairo', '2025-04-25', '2025-04-24T22:00:00Z', 23],
  ['America/Santiago', '2025-09-07', '2025-09-07T04:00:00Z', 23],
  // Clocks go back from 01:00 to 00:00: the first of the two midnights.
  ['America/Havana', '2025-11-02', '2025-11-02T04:00:00Z', 25],
  ['Australia/Lord_Howe', '2025-10-05', '2025-10-04T13:30:00Z', 23.5],
  ['Pacific/Kiritimati', '2024-02-29', '2024-02-28T10:00:00Z', 24],
  // Samoa went without 30 December 2011.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 0],
])('%s, %s begins at %s and has %s hours', (name, date, start, hours) => {
  const { startOf } = calendarOf(name)
  expect(new Date(startOf(date)).toISOString()).toBe(new Date(start).toISOString())
  expect((startOf(addDays(date, 1)) - startOf(date)) / hour).toBe(hours)
})

test('years keep the day, and 29 February stays in February', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 100 }), (date, years) => {
      const later = addYears(date, years)
      expect(isLocalDate(later)).toBe(true)
      expect(Number(later.slice(0, 4)) - Number(date.slice(0, 4))).toBe(years)
      if (!date.endsWith('02-29')) expect(later.slice(4)).toBe(date.slice(4))
    }),
    fewerRuns,
  )
  expect(['2027', '2028', '2100', '2124'].map((year) => addYears('2024-02-29', Number(year) - 2024))).toEqual(
    ['2027-02-28', '2028-02-29', '2100-02-28', '2124-02-29'],
  )
})

test('knows which days exist', () => {
  expect(['2024-02-29', '1900-01-01', '2999-12-31'].map(isLocalDate)).toEqual([true, true, true])
  const wrong = [
    '2023-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '26-01-01',
    '2026-1-1',
    '',
  ]
  expect(wrong.filter(isLocalDate)).toEqual([])
})

test('a time zone is a name that is known, and says so if it is not', () => {
  const wrong = ['Europe/Berlim', '+01:00', '', 'UTC+1', '../etc']
  expect(wrong.filter((name) => v.is(timeZoneSchema, name))).toEqual([])
  expect(zones.every((name) => v.is(timeZoneSchema, name))).toBe(true)
  expect(() => calendarOf('Europe/Berlim')).toThrow(/"Europe\/Berlim" is not known.*"Europe\/Berlin"/)
})
