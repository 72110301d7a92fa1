import { describe, expect, it } from 'vitest'
import { askedPatience, backOff, finalStatus } from './retry.ts'

const now = Date.UTC(2026, 10, 22)
const hour = 3_600_000

it('is done with every 2xx and every refusal, but for those that time can heal', () => {
  for (let status = 200; status < 600; status += 1) {
    const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429
    expect(finalStatus.test(`${status}`)).toBe(status < 300 || isRefusal)
  }
  expect(finalStatus.test('0')).toBe(false)
})

describe('backOff', () => {
  it('spreads over 2, 4, 8 … seconds and at most five minutes', () => {
    expect([1, 2, 3, 50].map((failures) => backOff(failures, 1))).toEqual([2_000, 4_000, 8_000, 300_000])
    expect(backOff(3, 0.25)).toBe(2_000)
  })
})

describe('askedPatience', () => {
  it.each([
    ['7', 7_000],
    [new Date(now + 9_000).toUTCString(), 9_000],
    ['soon', 0],
    ['', 0],
    [null, 0],
    ['315360000', hour],
    ['Infinity', hour],
  ])('understands Retry-After: %s', (header, delay) => {
    expect(askedPatience(header, now)).toBe(delay)
  })

  it.each(['0', '-5', new Date(now - hour).toUTCString()])('asks for nothing with %s', (header) => {
    expect(askedPatience(header, now)).toBeLessThanOrEqual(0)
  })
})
