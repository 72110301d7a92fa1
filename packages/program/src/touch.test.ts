import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideTouch, formatKept, parseKept, type Kept, type Touch } from './touch.ts'

const day = 86_400_000
const word = (min: number, max: number) => fc.stringMatching(new RegExp(`^[\\w-]{${min},${max}}$`))
const touch = fc.record(
  {
    code: word(1, 64),
    at: fc.nat({ max: 4_102_444_800_000 }),
    channel: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
  },
  { requiredKeys: ['code', 'at'] },
)

describe('what the cookie keeps', () => {
  test('is read as it was written', () => {
    const kept = fc.record({ visitor: word(4, 64), touch }, { requiredKeys: ['visitor'] })
    fc.assert(
      fc.property(kept, (kept) => {
        expect(parseKept(formatKept(kept as Kept))).toEqual(kept)
      }),
      { numRuns: 2_000 },
    )
  })

  test('needs no escaping in a cookie', () => {
    expect(
      formatKept({ visitor: 'v_0123', touch: { code: 'AMY', at: 1_795_300_000_000, channel: 'x' } }),
    ).toBe('v_0123.AMY.mwqz9log.x')
  })

  test.each([
    '',
    'v_1',
    '.',
    'v_0123.',
    'v_0123.AMY',
    'v_0123.AMY.',
    'v_0123.AMY.mwr',
    'v_0123..mwr.x',
    'v_0123.AMY.MWR.x',
    'v_0123.AMY.mwr.X',
    'v_0123.AMY.mwr.x.y',
    'v_0123.AMY.mwrbdds0mwrbdds0.x',
    'v_0123.A MY.mwr.x',
    '%E0%A4%A.AMY.mwr.x',
    '<script>.AMY.mwr.x',
    'v_0123.AMY.mwr.x\n',
    `v_${'0'.repeat(5000)}`,
  ])('is nothing where somebody else wrote %o', (value) => {
    expect(parseKept(value)).toBeUndefined()
  })

  test('never makes up what nobody wrote', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('v', '_', '.', '0', 'A', '-', '%') }),
    )
    fc.assert(
      fc.property(junk, (value) => {
        const kept = parseKept(value)
        if (kept) expect(parseKept(formatKept(kept))).toEqual(kept)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('the touch that counts', () => {
  const touches: Touch[] = [
    { code: 'B', at: 2 * day },
    { code: 'A', at: 1 * day },
    { code: 'C', at: 3 * day },
  ]
  const decide = (which: 'first' | 'last', days: number, now: number) =>
    decideTouch({ touch: which, days }, touches, now)?.code

  test('is the first or the last', () => {
    expect([decide('first', 9, 4 * day), decide('last', 9, 4 * day)]).toEqual(['A', 'C'])
  })

  test('is in the window, both its ends included', () => {
    expect(decide('first', 2, 3 * day)).toBe('A')
    expect(decide('first', 2, 3 * day + 1)).toBe('B')
    expect(decide('last', 9, 3 * day - 1)).toBe('B')
    expect(decide('last', 9, day - 1)).toBeUndefined()
  })

  test('is the same in whatever order they come', () => {
    const many = fc.array(
      fc.record({ code: fc.constantFrom('A', 'B', 'C'), at: fc.integer({ min: 0, max: 4 }) }),
    )
    const shuffled = many.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, fc.constantFrom('first', 'last'), ([list, other], which) => {
        const rule = { touch: which, days: 1 }
        expect(decideTouch(rule, other, 4)).toEqual(decideTouch(rule, list, 4))
      }),
      { numRuns: 2_000 },
    )
  })
})
