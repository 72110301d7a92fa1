import { expect, it } from 'vitest'
import { nextTry, parseRetryAfter, retryDelays } from './schedule.ts'

const minute = 60_000
const hour = 60 * minute

it('tries ten times in 75 hours and 35 minutes', () => {
  expect(retryDelays).toHaveLength(10)
  expect(retryDelays.reduce((sum, delay) => sum + delay)).toBe(75 * hour + 35 * minute + 5000)
  expect(nextTry({ tries: 1 }, 0, () => 0)).toBe(5000)
  expect(nextTry({ tries: 9 }, 0, () => 0)).toBe(24 * hour)
  expect(nextTry({ tries: 10 }, 0, () => 0)).toBeUndefined()
})

it('spreads tries by up to a fifth, and never makes one earlier', () => {
  expect(nextTry({ tries: 2 }, 0, () => 0.999)).toBeCloseTo(6 * minute, -3)
  expect(nextTry({ tries: 2 }, 0, () => 0.5)).toBe(5.5 * minute)
})

it('comes no earlier than it was asked to, but within a day', () => {
  expect(nextTry({ tries: 1, retryAfter: hour }, 0, () => 0)).toBe(hour)
  expect(nextTry({ tries: 3, retryAfter: 1000 }, 0, () => 0)).toBe(30 * minute)
  expect(nextTry({ tries: 1, retryAfter: 10 * 365 * 24 * hour }, 0, () => 0)).toBe(24 * hour)
})

it('reads Retry-After as seconds or as a date, and nothing else', () => {
  const now = Date.parse('2026-11-22T06:00:00Z')
  expect(parseRetryAfter('120', now)).toBe(2 * minute)
  expect(parseRetryAfter(' 0 ', now)).toBe(0)
  expect(parseRetryAfter('Sun, 22 Nov 2026 07:00:00 GMT', now)).toBe(hour)
  expect(parseRetryAfter('Sunday, 22-Nov-26 07:00:00 GMT', now)).toBe(hour)
  expect(parseRetryAfter('Sun, 22 Nov 2020 07:00:00 GMT', now)).toBe(0)
  for (const header of [
    undefined,
    '',
    '-5',
    '1.5',
    '1e9',
    'soon',
    'Nov',
    '0x10',
    'Sun, 99 Nov 2026 99:00:00 GMT',
  ])
    expect([header, parseRetryAfter(header, now)]).toEqual([header, undefined])
})
