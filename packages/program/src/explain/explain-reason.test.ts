import { expect, test } from 'vitest'
import { explainReason } from './explain-reason.ts'
import type { Reason } from '../rewards/reward.ts'

const may15 = Date.UTC(2026, 4, 15, 2)

test('says when a reward is due, on the day that it is in the program’s time zone', () => {
  expect(explainReason({ code: 'on-hold', until: may15 })).toBe(
    'It is due on 15 May 2026, when the hold is over.',
  )
  expect(explainReason({ code: 'on-hold', until: may15 }, { timeZone: 'America/New_York' })).toContain(
    '14 May 2026',
  )
})

test('says which limit is full, and until when', () => {
  expect(explainReason({ code: 'limited', by: 'participant', until: may15 })).toBe(
    'It is not owed: all there is for one participant is given out until 15 May 2026. It will be if a place becomes free.',
  )
})

test('has a sentence of its own for every reason', () => {
  const plain = ['unconfirmed', 'under-review', 'earned', 'refunded', 'rejected', 'below-threshold'] as const
  const because = [
    'refunded',
    'rejected',
    'below-threshold',
    'not-theirs',
    'one-per-friend',
    'limited',
    'nothing-earned',
    'too-much',
  ] as const
  const reasons: Reason[] = [
    ...plain.map((code) => ({ code })),
    ...because.map((because) => ({ code: 'given-then-refunded', because }) as const),
    ...(['friend', 'participant', 'total'] as const).map((by) => ({ code: 'limited', by }) as const),
    { code: 'given', at: may15 },
  ]
  const sentences = reasons.map((reason) => explainReason(reason))
  expect(new Set(sentences).size).toBe(reasons.length)
  expect(sentences.every((sentence) => /^[A-Z].*\.$/.test(sentence))).toBe(true)
  expect(explainReason({ code: 'given-then-refunded' })).toBe(
    explainReason({ code: 'given-then-refunded', because: 'refunded' }),
  )
})
