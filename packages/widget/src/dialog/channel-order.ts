import { channelFacts } from '@goodword/program/channels'

/** Where people of a language share first. Elsewhere nothing stands out so much. */
const local: Readonly<Record<string, string>> = {
  ja: 'line',
  th: 'line',
  zh: 'weibo line',
  ru: 'vk telegram',
  uk: 'telegram viber',
  bg: 'viber',
  de: 'whatsapp',
  es: 'whatsapp',
  pt: 'whatsapp',
  it: 'whatsapp',
  nl: 'whatsapp',
  he: 'whatsapp',
  ar: 'whatsapp',
  hi: 'whatsapp',
}

/**
 * The channels that a program lists, for a reader's device and language: first what people of that language use, then
 * what is at home on the device, otherwise as the program has them. What cannot work is left out: a name that is no
 * channel, and on a desktop what opens a phone's app.
 */
export function orderChannels(listed: readonly string[], isPhone: boolean, locale: string): string[] {
  const here = Object.hasOwn(local, locale.slice(0, 2)) ? local[locale.slice(0, 2)]!.split(' ') : []
  const isMessenger = (channel: string): boolean => /^(whatsapp|sms|telegram|messenger)$/.test(channel)
  const place = (channel: string): number => {
    if (here.includes(channel)) return 0
    if (isPhone) return isMessenger(channel) ? 1 : 2
    return channel === 'sms' ? 3 : 2
  }
  return [...new Set(listed)]
    .filter((channel) => {
      const facts = channelFacts(channel)
      return facts && (isPhone || !facts.app)
    })
    .sort((a, b) => place(a) - place(b))
}
