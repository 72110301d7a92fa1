import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, brought, later, refund } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { decideWith, shopWith } from './program.fixture.ts'
import type { When } from '../schema/incentive.ts'
import type { Program } from '../schema/program.ts'
import { runs } from '../runs.fixture.ts'

const bought = fc.record({
  friend: fc.constantFrom('bo', 'di', 'ed', 'fay'),
  day: fc.integer({ min: 1, max: 20 }),
  amount: fc.integer({ min: 1, max: 40 }),
  back: fc.nat(40),
})
const steps = fc.record({
  at: fc.integer({ min: 1, max: 60 }),
  every: fc.integer({ min: 1, max: 30 }),
  more: fc.integer({ min: 0, max: 60 }),
})
const rowsOf = (orders: readonly (typeof bought extends fc.Arbitrary<infer T> ? T : never)[]): LedgerRow[] =>
  orders.flatMap(({ friend, day, amount, back }, index) => [
    ...brought(friend, `o${index}`, at(day), { amount }),
    ...(back > 0 ? [refund(`o${index}`, at(50), { amount: back })] : []),
  ])

const shop = shopWith()
/** As `shopWith({ when })`, without a parser's time for each case. */
const shopWhen = (when: When): Program => ({
  ...shop,
  incentives: shop.incentives.map((incentive) => ({ ...incentive, when })),
})

test('a milestone fires exactly at its thresholds: pending by what stands, due by what is ripe, reversed by what was', () => {
  const count = fc.constantFrom('friends', 'orders', 'money')
  fc.assert(
    fc.property(
      fc.array(bought, { maxLength: 8 }),
      steps,
      count,
      fc.integer({ min: 1, max: 36 }),
      (orders, step, count, day) => {
        const upTo = step.at + step.more
        const when = {
          type: 'milestone',
          conversion: 'purchase',
          count,
          at: step.at,
          repeat: { every: step.every, upTo },
        } as const
        const { rewards } = decideWith(shopWhen(when), rowsOf(orders), at(day))
        const tally = (
          of: (typeof orders)[number][],
          money: (order: (typeof orders)[number]) => number,
        ): number =>
          count === 'friends'
            ? new Set(of.map(({ friend }) => friend)).size
            : of.reduce((sum, order) => sum + (count === 'orders' ? 1 : money(order)), 0)
        const standing = orders.filter(({ amount, back }) => back < amount)
        const left = ({ amount, back }: (typeof orders)[number]): number => amount - back
        const ripe = standing.filter(({ day: bought }) => bought + 14 <= day)
        const [gross, net, sound] = [
          tally(orders, ({ amount }) => amount),
          tally(standing, left),
          tally(ripe, left),
        ]
        const expected: string[] = []
        for (let threshold = step.at; threshold <= Math.min(upTo, gross); threshold += step.every)
          expected.push(
            `at:${threshold} ${threshold <= sound ? 'due' : threshold <= net ? 'pending' : 'reversed'}`,
          )
        expect(rewards.map(({ occurrence, state }) => `${occurrence} ${state}`).toSorted()).toEqual(
          expected.toSorted(),
        )
      },
    ),
    runs,
  )
})

test('a milestone per friend counts each friend alone, for the referrer or for the friend', () => {
  const when = { type: 'milestone', conversion: 'purchase', count: 'orders', at: 2, per: 'friend' } as const
  const sides = fc.constantFrom(shopWith({ when, to: 'referrer' }), shopWith({ when, to: 'friend' }))
  fc.assert(
    fc.property(fc.array(bought, { maxLength: 8 }), sides, (orders, program) => {
      const { rewards } = decideWith(program, rowsOf(orders), later)
      const due = rewards
        .filter(({ state }) => state === 'due')
        .map(({ friend, participant }) => friend ?? participant)
      const standing = orders.filter(({ amount, back }) => back < amount).map(({ friend }) => friend)
      const twice = [...new Set(standing)].filter(
        (friend) => standing.filter((other) => other === friend).length >= 2,
      )
      expect(due.toSorted()).toEqual(twice.toSorted())
    }),
    runs,
  )
})
