import { expect, it } from 'vitest'
import { sayNamed } from './say.ts'

it('keeps what is written the other way to itself, and leaves everything else as it is', () => {
  expect(sayNamed('Please check {addresses}.', { addresses: 'will@' })).toBe('Please check will@.')
  expect(sayNamed('تحقق من {addresses}.', { addresses: 'will@' })).toBe('تحقق من \u2068will@\u2069.')
  expect(sayNamed('{name} invited you', { name: 'منى' })).toBe('\u2068منى\u2069 invited you')
  expect(sayNamed('دعتك {name} إلى {program}', { name: 'منى', program: 'Juniper 24' })).toBe(
    'دعتك منى إلى \u2068Juniper 24\u2069',
  )
})
