import type { MilestoneProgress } from '@goodword/program'
import { expect, it } from 'vitest'
import { createStorage } from '../storage.ts'
import { takeNews } from './milestone-news.ts'

const goal = (incentive: string, at: number, have: number): MilestoneProgress => ({
  incentive,
  count: 'friends',
  at,
  have,
  reached: have >= at,
})
const storage = (text?: string) => {
  const kept = createStorage(() => {
    throw new Error('blocked')
  })
  if (text !== undefined) kept.set('goodword:shop/~reached', text)
  return kept
}

it('tells of the highest goal that is reached, once, and to each participant', () => {
  const kept = storage()
  const take = (code: string, have: number) =>
    takeNews([goal('bag', 3, have), goal('machine', 8, have)], code, kept, 'shop')?.incentive
  expect([take('AMY', 2), take('AMY', 3), take('AMY', 4), take('AMY', 9), take('AMY', 9)]).toEqual([
    undefined,
    'bag',
    undefined,
    'machine',
    undefined,
  ])
  expect([take('BO', 9), take('BO', 9)]).toEqual(['machine', undefined])
})

it.each(['', 'null', '{}', '"AMY bag"', '[7]', '['])('is not confused by what it finds: %s', (text) => {
  expect(takeNews([goal('bag', 3, 3)], 'AMY', storage(text), 'shop')?.incentive).toBe('bag')
})
