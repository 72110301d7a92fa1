import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { channelFacts, channelNames } from './channels.ts'
import { fitMessage, joinMessage, type Message } from './messages.ts'

const link = 'https://go.example/r/shop/AMY'
const message = (body: string, disclosure?: string): Message => ({
  body,
  link,
  subject: '',
  ...(disclosure !== undefined && { disclosure }),
})

test('X counts every link as 23, and the space before it', () => {
  expect(fitMessage(message('x'.repeat(256)), 'x')).toEqual({ length: 280, limit: 280, over: 0 })
  expect(fitMessage(message('x'.repeat(260)), 'x')).toEqual({ length: 284, limit: 280, over: 4 })
  const far = { ...message('Hi'), link: `${link}?${'x'.repeat(400)}` }
  expect(fitMessage(far, 'x').length).toBe(2 + 1 + 23)
})

test('X counts an emoji as two, whatever it is made of, and so each letter of Chinese', () => {
  const length = (body: string) => fitMessage(message(body), 'x').length - 24
  expect(['👩‍👩‍👧', '🇩🇪', '👍🏽', '1️⃣', '中', '…'].map(length)).toEqual([2, 2, 2, 2, 2, 2])
  expect(['é', 'e\u0301', 'я', '–', '“'].map(length)).toEqual([1, 1, 1, 1, 1])
})

test('elsewhere one thing that readers see is one', () => {
  const length = (body: string) => fitMessage(message(body), 'bluesky').length
  expect(length('👩‍👩‍👧🇩🇪') - length('')).toBe(2 + 1)
})

test('the disclosure counts, and a link that the words hold counts once', () => {
  const said = message(`Look: ${link}`, 'I earn $10.')
  expect(fitMessage(said, 'mastodon').length).toBe('Look: '.length + 23 + '\n\nI earn $10.'.length)
})

test('a channel without a limit, or without text, fits all', () => {
  const long = message('x'.repeat(5000))
  expect(fitMessage(long, 'whatsapp')).toMatchObject({ over: 0 })
  expect(fitMessage(long, 'facebook')).toEqual({ length: 0, over: 0 })
  expect(fitMessage(long, 'smoke')).toMatchObject({ over: 0 })
})

test('what is over is what has to go', () => {
  const limited = channelNames.filter((name) => channelFacts(name)?.limit !== undefined)
  expect(limited).toEqual(['x', 'reddit', 'bluesky', 'threads', 'mastodon', 'pinterest'])
  fc.assert(
    fc.property(fc.nat(900), fc.constantFrom(...limited), (size, channel) => {
      const { length, limit = 0, over } = fitMessage(message('x'.repeat(size), 'I earn $10.'), channel)
      expect(over).toBe(Math.max(0, length - limit))
      if (over > size) return
      const shorter = message('x'.repeat(size - over), 'I earn $10.')
      expect(fitMessage(shorter, channel).over).toBe(0)
      // Where nothing is counted otherwise, it is the length of the text that is shared.
      if (channel === 'bluesky')
        expect(length).toBe(joinMessage(message('x'.repeat(size), 'I earn $10.'), channel).length)
    }),
  )
})
