import { expect, it } from 'vitest'
import { findAddresses } from './addresses.ts'

it.each([
  ['bo@example.com', ['bo@example.com']],
  ['bo@example.com cy@example.com,di@example.com;ed@example.com\nfi@example.com\tgi@example.com', 6],
  ['Bo Lind <Bo@Example.com>, "Cy, jr." <cy@example.com>', ['bo@example.com', 'cy@example.com']],
  ['mailto:bo@example.com.', ['bo@example.com']],
  ['bo@example.com BO@example.com', ['bo@example.com']],
  ['bø+news@exämple.co.uk', ['bø+news@exämple.co.uk']],
  ['', []],
  ['nobody at all', []],
])('finds the addresses of %j', (text, expected) => {
  const { emails, wrong } = findAddresses(text)
  if (typeof expected === 'number') expect(emails).toHaveLength(expected)
  else expect(emails).toEqual(expected)
  expect(wrong).toEqual([])
})

it.each([
  'bo@',
  '@example.com',
  'bo@example',
  'bo@@example.com',
  'bo@exam..ple.com',
  `${'b'.repeat(65)}@example.com`,
])('says that %j is wrong', (text) => {
  expect(findAddresses(`ann@example.com ${text}`)).toEqual({ emails: ['ann@example.com'], wrong: [text] })
})

it('reads a long list in no time', () => {
  const begun = performance.now()
  expect(findAddresses(`${'a@b.c, '.repeat(20_000)}${'@'.repeat(20_000)}`).emails).toEqual(['a@b.c'])
  expect(performance.now() - begun).toBeLessThan(1000)
})
