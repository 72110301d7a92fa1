import { describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { composeInvitation } from './invitation-mail.ts'
import { mailWords } from './mail-words.ts'
import { composeMail } from './mail.ts'

const spoken = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'zh', 'ar', 'he']

describe('the words of a mail', () => {
  it('are those of the first language that the server speaks, else English', () => {
    expect(mailWords(['sv', 'pt-BR', 'de']).language).toBe('pt')
    expect(mailWords(['ZH-Hant-TW']).language).toBe('zh')
    for (const none of [[], ['sv'], ['__proto__'], ['constructor'], ['']])
      expect(mailWords(none).language).toBe('en')
  })

  it.each(spoken)('name who invites and the program wherever they must, in %s', (language) => {
    const words = mailWords([language])
    expect(words.language).toBe(language)
    // A dollar sign would mean something in a pattern.
    const [amy, house] = ['Amy $& W.', 'Café $1']
    for (const text of [words.via(amy, house), words.footer(amy, house)]) {
      expect(text).toContain(amy)
      expect(text).toContain(house)
    }
    for (const text of [words.ask(house), words.left(house), words.footer(undefined, house)])
      expect(text).toContain(house)
    expect(words.footer(undefined, house)).not.toContain('undefined')
    if (language === 'en') return
    const { via: _, ...english } = mailWords(['en'])
    for (const text of [words.unsubscribe, words.leave]) expect(Object.values(english)).not.toContain(text)
    expect(words.footer(amy, house)).not.toBe(english.footer(amy, house))
  })

  it('are in the program’s language, and read from the right where that is', () => {
    const compose = (locale: string) => {
      const mail = composeInvitation({
        program: { ...shop, locale, copy: { [locale]: shop.copy['en']! } },
        referrer: { name: 'Amy Winters', email: null, code: 'AMY42' },
        link: 'https://refer.example/r/shop/AMY42',
        to: 'bo@example.com',
        message: undefined,
        unsubscribe: 'https://refer.example/u',
      })
      const { html, text } = composeMail(mail, 'hello@shop.example', 'msg_1')
      return { mail, html: html as string, text: text as string }
    }
    const german = compose('de-AT')
    expect(german.mail.from).toBe('Amy W. über Juniper Coffee')
    expect(german.html).toContain('<html lang="de-AT"><head>')
    expect(german.html).toContain('Amy W. hat deine Adresse bei Juniper Coffee eingegeben.')
    expect(german.html).toContain('<a href="https://refer.example/u">Abmelden</a>')
    const hebrew = compose('he')
    expect(hebrew.html).toContain('<html lang="he" dir="rtl"><head>')
    // A plain text is read from where its first letter is at home.
    expect(hebrew.text.split('-- \n')[1]).toMatch(/^[\u0590-\u05FF]/)
    expect(compose('ar').text.split('-- \n')[1]).toMatch(/^[\u0600-\u06FF]/)
  })
})
