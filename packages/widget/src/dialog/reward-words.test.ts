import { describe, expect, it } from 'vitest'
import { words } from '../locales/en.ts'
import { today } from '../testing.ts'
import { nameReward, type Speech } from './reward-words.ts'

const english: Speech = { words, locale: 'en-US', currency: 'USD', now: today }

describe('nameReward', () => {
  it.each([
    [{ type: 'credit', amount: 1050 }, '$10.50 credit'],
    [{ type: 'cash', amount: 50_000 }, '$500'],
    [{ type: 'coupon', code: '', amount: 1000 }, '$10 off'],
    [{ type: 'coupon', code: '' }, 'a coupon'],
    [{ type: 'donation', amount: 500, name: 'the lifeboats' }, '$5 to the lifeboats'],
    [{ type: 'access', name: 'a free year' }, 'a free year'],
  ] as const)('names %j', (give, name) => {
    expect(nameReward({ give }, english)).toBe(name)
  })

  it('prefers the program’s own word', () => {
    expect(nameReward({ label: 'ten dollars', give: { type: 'cash', amount: 1000 } }, english)).toBe(
      'ten dollars',
    )
  })
})
