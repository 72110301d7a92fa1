import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { month } from './counts.fixture.ts'
import { biggestLoss, funnel } from './funnel.ts'
import { rewardLiability, totalRewards } from './liability.ts'
import { channelPerformance, incentivePerformance } from './performance.ts'
import { targetProgress } from './target.ts'

test('the channel that brings most friends comes first', () => {
  const [first, second] = channelPerformance(month.channels)
  expect(first).toMatchObject({
    channel: 'whatsapp',
    clicksPerShare: 3.5,
    conversionPerShare: 0.55,
    revenuePerShare: 3300,
    shareOfConverted: 22 / 30,
  })
  expect(second).toMatchObject({ channel: 'email', conversionRate: 0.1, revenuePerShare: 800 })
})

test('an incentive costs what it gave and what it promised', () => {
  expect(incentivePerformance(month.incentives)).toEqual([
    {
      incentive: 'credit',
      earned: 20,
      cost: 20_000,
      costPerReward: 1000,
      revenue: 90_000,
      returnOnInvestment: 3.5,
      refundShare: 0.2,
    },
  ])
})

test('rewards add up by state, a product at its unit cost', () => {
  const totals = totalRewards(
    [
      { incentive: 'credit', state: 'due', amount: 1000 },
      { incentive: 'bag', state: 'due' },
      { incentive: 'bag', state: 'pending' },
      { incentive: 'thanks', state: 'granted' },
    ],
    new Map([['bag', 350]]),
  )
  expect(totals.granted).toEqual({ count: 1, amount: 0 })
  expect(rewardLiability(totals).promised).toEqual({ count: 3, amount: 1700 })
})

test('a funnel loses, in all, what its last step is short of its first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 8 }), (counts) => {
      const steps = funnel(counts.map((count, index) => ({ name: `step ${index}`, count })))
      expect(steps.reduce((sum, { lost }) => sum + lost, 0)).toBe(counts[0]! - counts.at(-1)!)
      for (const { ofPrevious, dropOff } of steps.slice(1))
        expect(ofPrevious === undefined ? undefined : ofPrevious + dropOff!).toSatisfy(
          (sum: number | undefined) => sum === undefined || Math.abs(sum - 1) < 1e-9 * ofPrevious! + 1e-12,
        )
    }),
  )
})

test('the biggest loss is where most people go, if any do', () => {
  const named = (counts: number[]) =>
    biggestLoss(funnel(counts.map((count, i) => ({ name: `${i}`, count }))))?.name
  expect(named([1000, 900, 300, 200])).toBe('2')
  expect(named([1, 2, 3])).toBeUndefined()
  expect(named([])).toBeUndefined()
})

test.each([
  ['not-started', { value: 0, now: 0 }],
  ['on-track', { value: 50, now: 500 }],
  ['behind', { value: 49, now: 500 }],
  ['reached', { value: 100, now: 500 }],
  ['missed', { value: 99, now: 1000 }],
])('a target is %s', (verdict, given) => {
  expect(targetProgress({ target: 100, start: 0, end: 1000, ...given }).verdict).toBe(verdict)
})

test('an even pace never falls behind', () => {
  fc.assert(
    fc.property(
      fc.nat(1e9),
      fc.integer({ min: 1, max: 1e9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (target, end, part) => {
        const now = Math.round(end * part)
        const { verdict } = targetProgress({
          target,
          value: Math.ceil(target * (now / end)),
          start: 0,
          end,
          now,
        })
        expect(['behind', 'missed']).not.toContain(verdict)
      },
    ),
  )
})
