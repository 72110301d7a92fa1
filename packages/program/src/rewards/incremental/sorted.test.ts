import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../runs.fixture.ts'
import { createSorted } from './sorted.ts'

const step = fc.record({ item: fc.nat(30), isAdded: fc.boolean() })

test('answers as a sorted array would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(200), (steps, threshold) => {
      const sorted = createSorted<number>((a, b) => a - b)
      let array: number[] = []
      for (const { item, isAdded } of steps) {
        const known = array.includes(item)
        if (isAdded && !known) {
          // Its weight is its square root, so that some weigh nothing and some the same.
          sorted.add(item, Math.floor(Math.sqrt(item)))
          array = [...array, item].toSorted((a, b) => a - b)
        } else if (!isAdded) {
          expect(sorted.delete(item)).toBe(known)
          array = array.filter((other) => other !== item)
        }
      }
      const sums = array.map((_, index) =>
        array.slice(0, index + 1).reduce((sum, item) => sum + Math.floor(Math.sqrt(item)), 0),
      )
      expect([...sorted]).toEqual(array)
      expect([sorted.size, sorted.sum]).toEqual([array.length, sums.at(-1) ?? 0])
      expect([sorted.first(), sorted.last()]).toEqual([array[0], array.at(-1)])
      expect(array.map((item) => sorted.at(sorted.indexOf(item)))).toEqual(array)
      const within = array.filter((item) => item < 15).length
      expect(sorted.sumWhile((item) => item < 15)).toBe(sums[within - 1] ?? 0)
      const crossing = sums.findIndex((sum) => sum >= threshold)
      if (threshold > 0) expect(sorted.crossing(threshold)).toBe(array[crossing])
    }),
    runs,
  )
})

test('keeps 100,000 items that come in order balanced enough for every call to return', () => {
  const sorted = createSorted<number>((a, b) => a - b)
  for (let item = 0; item < 100_000; item++) sorted.add(item, 1)
  expect([sorted.indexOf(77_777), sorted.crossing(50_000), sorted.size]).toEqual([77_777, 49_999, 100_000])
})
