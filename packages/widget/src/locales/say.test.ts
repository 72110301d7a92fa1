import { expect, it } from 'vitest'
import { sayAgain, sayNamed } from './say.ts'

it('keeps names and addresses to themselves in a sentence from right to left, and leaves every other as it is', () => {
  expect(sayNamed('Please check {addresses}.', { addresses: 'will@' })).toBe('Please check will@.')
  expect(sayNamed('تحقق من {addresses}.', { addresses: 'will@' })).toBe('تحقق من \u2068will@\u2069.')
  expect(sayNamed('{name} invited you to {program}', { name: '{program}', program: 'Juniper' })).toBe(
    '{program} invited you to Juniper',
  )
})

it('makes news of words that were said just now', () => {
  expect(sayAgain('Copied', '')).toBe('Copied')
  expect(sayAgain('Copied', 'Copied')).toBe('Copied\u00A0')
  expect(sayAgain('Copied', 'Copied\u00A0')).toBe('Copied')
  expect(sayAgain('', '')).toBe('')
})
