import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { customersAfter, cycleTime, viralCoefficient } from './growth.ts'

describe('K', () => {
  test('is invites per participant times the conversion of an invite', () => {
    // 5 invites each, one in ten converts.
    expect(viralCoefficient({ participants: 100, invites: 500, converted: 50 })).toBeCloseTo(0.5, 12)
  })

  test('is 0 when nobody invites, and unknown when friends came all the same', () => {
    expect(viralCoefficient({ participants: 10, invites: 0, converted: 0 })).toBe(0)
    expect(viralCoefficient({ participants: 10, invites: 0, converted: 3 })).toBeUndefined()
    expect(viralCoefficient({ participants: 0, invites: 0, converted: 0 })).toBeUndefined()
  })
})

describe('customers after a time', () => {
  test('are the sum of all generations', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.nat(20),
        (customers, k, cycles) => {
          let sum = 0
          for (let cycle = 0, generation = customers; cycle <= cycles; cycle++, generation *= k)
            sum += generation
          const closed = customersAfter({ customers, k, time: cycles * 7, cycle: 7 })!
          expect(Math.abs(closed - sum)).toBeLessThanOrEqual(1e-9 * sum)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('grow evenly at K = 1, and next to it', () => {
    const at = (k: number) => customersAfter({ customers: 100, k, time: 30, cycle: 10 })!
    expect(at(1)).toBe(400)
    for (const k of [1 - 1e-12, 1 + 1e-12, 1 - 1e-15, 1 + 1e-15]) expect(at(k)).toBeCloseTo(400, 8)
  })

  test('more time or a higher K never means fewer', () => {
    const k = fc.double({ min: 0, max: 3, noNaN: true })
    const time = fc.double({ min: 0, max: 50, noNaN: true })
    fc.assert(
      fc.property(k, k, time, time, (k1, k2, t1, t2) => {
        const after = (k: number, time: number) => customersAfter({ customers: 10, k, time, cycle: 1 })!
        const least = after(Math.min(k1, k2), Math.min(t1, t2))
        expect(least).toBeLessThanOrEqual(after(Math.max(k1, k2), Math.max(t1, t2)) * (1 + 1e-9))
      }),
    )
  })

  test.each([
    ['a cycle of 0', { customers: 1, k: 2, time: 1, cycle: 0 }],
    ['a time before the start', { customers: 1, k: 2, time: -1, cycle: 1 }],
    ['a negative K', { customers: 1, k: -2, time: 1, cycle: 1 }],
    ['more than a number holds', { customers: 1, k: 10, time: 1e6, cycle: 1 }],
  ])('are undefined for %s', (_, growth) => {
    expect(customersAfter(growth)).toBeUndefined()
  })
})

describe('cycle time', () => {
  test('is the middle one, or the mean of the middle two', () => {
    expect(cycleTime([9, 1, 5])).toBe(5)
    expect(cycleTime([4, 1, 9, 5])).toBe(5)
    expect(cycleTime([])).toBeUndefined()
  })

  test('is not moved by order, nor by how late the late half is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e12), { minLength: 1, maxLength: 50 }), (delays) => {
        const median = cycleTime(delays)!
        expect(cycleTime(delays.toReversed())).toBe(median)
        expect(delays.filter((delay) => delay < median).length * 2).toBeLessThanOrEqual(delays.length)
        if (delays.length % 2 === 1)
          expect(cycleTime(delays.map((delay) => (delay > median ? delay * 2 : delay)))).toBe(median)
      }),
    )
  })
})
