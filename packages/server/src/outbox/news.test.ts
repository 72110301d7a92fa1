import type { Selectable } from 'kysely'
import { describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import type { RewardsTable } from '../store/tables.ts'
import { messageTypes, webhookTypes } from './message-types.ts'
import { newsOfBond, newsOfEnrolment, newsOfReview, newsOfReward } from './news.ts'

const row: Selectable<RewardsTable> = {
  program: 'shop',
  id: 'credit/p_amy/order:purchase:1',
  incentive: 'credit',
  participant: 'p_amy',
  side: 'referrer',
  occurrence: 'order:purchase:1',
  state: 'pending',
  give: '{"type":"credit","amount":1000}',
  amount: 1000,
  at: 5,
  due: 9,
  friend: 'p_bo',
  reason: '{"code":"on-hold","until":9}',
}
const due = { ...row, state: 'due', due: null, reason: '{"code":"earned"}' } as const
const typesOf = (before?: typeof row, after?: typeof row) =>
  newsOfReward(shop, before, after, 7).map(({ type }) => type)

describe('a reward', () => {
  it('is news when it is there, and whenever its state changes', () => {
    expect(typesOf(undefined, row)).toEqual(['reward.pending'])
    expect(typesOf(row, due)).toEqual(['reward.due'])
    expect(typesOf(due, { ...due, state: 'granted' })).toEqual(['reward.granted'])
    expect(typesOf(due, { ...due, state: 'reversed' })).toEqual(['reward.reversed'])
    expect(typesOf({ ...due, state: 'granted' }, { ...due, state: 'owed-back' })).toEqual([
      'reward.owed_back',
    ])
  })

  it('is news when its amount or its time changes, and not when its words do', () => {
    expect(typesOf(row, { ...row, amount: 500 })).toEqual(['reward.pending'])
    expect(typesOf(row, { ...row, due: 10 })).toEqual(['reward.pending'])
    expect(typesOf(row, row)).toEqual([])
    expect(typesOf(row, { ...row, reason: '{"code":"unconfirmed"}' })).toEqual([])
  })

  it('that is gone was taken back, once', () => {
    const [news] = newsOfReward(shop, due, undefined, 7)
    expect(news).toMatchObject({
      type: 'reward.reversed',
      data: { state: 'reversed', reason: { code: 'withdrawn' } },
    })
    expect(typesOf({ ...due, state: 'reversed' })).toEqual([])
    expect(typesOf()).toEqual([])
  })

  it('says what is owed to whom and why, by keys alone', () => {
    expect(newsOfReward(shop, undefined, row, 7)).toEqual([
      {
        type: 'reward.pending',
        at: 7,
        data: {
          reward: 'credit/p_amy/order:purchase:1',
          incentive: 'credit',
          participant: 'p_amy',
          to: 'referrer',
          state: 'pending',
          give: { type: 'credit', amount: 1000 },
          money: { amount: 1000, currency: 'USD' },
          at: 5,
          due: 9,
          reason: { code: 'on-hold', until: 9 },
          friend: 'p_bo',
        },
      },
    ])
  })
})

it('tells of a bond once it counts, and again when it is somebody else’s', () => {
  const bond = {
    program: 'shop',
    friend: 'p_bo',
    referrer: 'p_amy',
    at: 5,
    state: 'held',
    channel: null,
    sealed: 0,
  } as const
  const converted = { ...bond, state: 'converted' } as const
  const typesOf = (
    ...[before, after]: [Parameters<typeof newsOfBond>[0], Parameters<typeof newsOfBond>[1]]
  ) => newsOfBond(before, after, 7).map(({ type }) => type)
  expect(typesOf(undefined, bond)).toEqual([])
  expect(typesOf(bond, converted)).toEqual(['referral.converted'])
  expect(typesOf(converted, converted)).toEqual([])
  expect(typesOf(converted, { ...converted, referrer: 'p_cy' })).toEqual(['referral.converted'])
  expect(typesOf(converted, { ...converted, state: 'refunded' })).toEqual([])
  expect(typesOf(converted, undefined)).toEqual([])
})

it('has a documented type for all of its news', () => {
  const all = [
    newsOfEnrolment({ id: 'p_amy', code: 'AMY42' }, 7),
    newsOfReview('case_1', { rule: 'ring' }, 7),
  ]
  for (const { type } of all) expect(Object.keys(messageTypes)).toContain(type)
  expect(webhookTypes).toHaveLength(8)
})
