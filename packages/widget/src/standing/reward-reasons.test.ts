import type { Reward } from '@goodword/adapters'
import { describe, expect, it } from 'vitest'
import { words as german } from '../locales/panels/de.ts'
import { words } from '../locales/panels/en.ts'
import { today } from '../testing.ts'
import { explainReward } from './reward-reasons.ts'

const speech = { locale: 'en-US', now: today }

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
    expect(explainReward(reward({ reason: onHold }), words, speech)).toBe(sentence)
  })

  it('names the year when it is another one', () => {
    const until = Date.UTC(2027, 0, 2, 12)
    expect(explainReward(reward({ reason: { code: 'on-hold', until } }), words, speech)).toContain(
      'Jan 2, 2027',
    )
  })

  it('speaks of the reader’s own order to a friend, and of no one’s where no name is known', () => {
    const { friend, ...nameless } = reward({ reason: onHold })
    expect(friend).toBe('Bo L.')
    expect(explainReward({ ...nameless, to: 'friend' }, words, speech)).toContain('your order can still')
    expect(explainReward(nameless, words, speech)).toContain('an order that counts can still')
  })

  it('says it in German', () => {
    const sentence = explainReward(reward({ reason: onHold }), german, { locale: 'de-AT', now: today })
    expect(sentence).toBe('Unterwegs: die Bestellung von Bo kann noch bis 6. Dez. zurückgehen.')
  })

  it('tells a coupon that can be used from a credit that is to come', () => {
    const coupon = { type: 'coupon', code: 'WELCOME10' } as const
    expect(explainReward(reward({ give: coupon, state: 'due' }), words, speech)).toBe('Ready to use.')
    expect(explainReward(reward({ state: 'due' }), words, speech)).toBe('Earned. It will reach you soon.')
  })

  it('is silent about a reason that it does not know', () => {
    expect(explainReward(reward({ reason: { code: 'frozen' } as never }), words, speech)).toBe('')
  })

  it('never fills what a friend’s name contains', () => {
    expect(explainReward(reward({ friend: '{date}', reason: onHold }), words, speech)).toContain(
      '{date}’s order',
    )
  })
})
