import type { Reward } from '@goodword/adapters'
import { describe, expect, it } from 'vitest'
import { words as german } from '../locales/de.ts'
import { words } from '../locales/en.ts'
import { today } from '../testing.ts'
import { explainReward, nameReward, type Speech } from './reward-words.ts'

const english: Speech = { words, locale: 'en-US', currency: 'USD', now: today }

const reward = (fields: Partial<Reward>): Reward => ({
  id: 'r1',
  incentive: 'credit',
  to: 'referrer',
  state: 'pending',
  give: { type: 'credit', amount: 1000 },
  at: today,
  reason: { code: 'earned' },
  friend: 'Bo L.',
  ...fields,
})
const onHold = { code: 'on-hold', until: Date.UTC(2026, 11, 6, 12) } as const

describe('explainReward', () => {
  it('says when and why a reward is not there yet', () => {
    const sentence = 'On its way: Bo’s order can still be returned until Dec 6.'
    expect(explainReward(reward({ reason: onHold }), english)).toBe(sentence)
  })

  it('names the year when it is another one', () => {
    const until = Date.UTC(2027, 0, 2, 12)
    expect(explainReward(reward({ reason: { code: 'on-hold', until } }), english)).toContain('Jan 2, 2027')
  })

  it('speaks of the reader’s own order to a friend, and of no one’s where no name is known', () => {
    const { friend, ...nameless } = reward({ reason: onHold })
    expect(friend).toBe('Bo L.')
    expect(explainReward({ ...nameless, to: 'friend' }, english)).toContain('your order can still')
    expect(explainReward(nameless, english)).toContain('an order that counts can still')
  })

  it('says it in German', () => {
    const speech = { ...english, words: german, locale: 'de-AT' }
    expect(explainReward(reward({ reason: onHold }), speech)).toBe(
      'Unterwegs: die Bestellung von Bo kann noch bis 6. Dez. zurückgehen.',
    )
  })

  it('tells a coupon that can be used from a credit that is to come', () => {
    const coupon = { type: 'coupon', code: 'WELCOME10' } as const
    expect(explainReward(reward({ give: coupon, state: 'due' }), english)).toBe('Ready to use.')
    expect(explainReward(reward({ state: 'due' }), english)).toBe('Earned. It will reach you soon.')
  })

  it('is silent about a reason that it does not know', () => {
    expect(explainReward(reward({ reason: { code: 'frozen' } as never }), english)).toBe('')
  })

  it('never fills what a friend’s name contains', () => {
    expect(explainReward(reward({ friend: '{date}', reason: onHold }), english)).toContain('{date}’s order')
  })
})

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
