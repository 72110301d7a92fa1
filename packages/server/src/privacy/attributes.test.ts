import { expect, it } from 'vitest'
import { askedBy, reduceAttributes } from './attributes.ts'

const asked = askedBy({
  segments: [
    { when: { type: 'equals', attribute: 'plan', value: 'pro' } },
    { when: { type: 'not', of: { type: 'one-of', attribute: 'country', values: ['AT', 'DE'] } } },
    { when: { type: 'at-least', attribute: 'seats', value: 5 } },
  ],
})

it('finds what a program’s conditions ask for, however deep', () => {
  expect(asked).toEqual({ plan: ['pro'], country: ['AT', 'DE'], seats: [] })
})

it('keeps what segments compare, and nothing that somebody wrote', () => {
  const given = { plan: 'pro', country: 'Zeldaland', seats: 7, city: 'Quokkatown', vip: true }
  expect(reduceAttributes(asked, given)).toEqual({ plan: 'pro', country: '', seats: 7 })
  expect(reduceAttributes(asked, { plan: ['pro', 'Zelda'] })).toEqual({ plan: ['pro', ''] })
  for (const nothing of [undefined, null, 'text']) expect(reduceAttributes(asked, nothing)).toEqual({})
})
