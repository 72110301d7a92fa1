import { channelFacts, channelNames } from '@goodword/program/channels'
import { expect, it } from 'vitest'
import { orderChannels } from './channel-order.ts'

const listed = ['email', 'x', 'whatsapp', 'messenger', 'sms', 'line', 'facebook']

it('keeps the program’s order on a desktop, without phone apps, and messages to phones last', () => {
  expect(orderChannels(listed, false, 'en-US')).toEqual(['email', 'x', 'whatsapp', 'line', 'facebook', 'sms'])
})

it('puts messengers first on a phone, but those of other countries', () => {
  expect(orderChannels(listed, true, 'en')).toEqual([
    'whatsapp',
    'messenger',
    'sms',
    'email',
    'x',
    'line',
    'facebook',
  ])
})

it.each([
  ['ja', 'line'],
  ['de-AT', 'whatsapp'],
  ['zh-TW', 'line'],
])('in %s begins with %s', (locale, first) => {
  expect(orderChannels(listed, false, locale)[0]).toBe(first)
  expect(orderChannels(listed, true, locale)[0]).toBe(first)
})

it('lists each that there is once, and nothing that is none', () => {
  expect(orderChannels(['x', 'pigeon', 'x', '__proto__', 'constructor'], false, '__proto__')).toEqual(['x'])
  const all = orderChannels(channelNames, false, 'en')
  expect(all).toHaveLength(channelNames.filter((name) => !channelFacts(name)!.app).length)
})
