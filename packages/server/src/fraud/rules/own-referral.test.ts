import { ownReferral, type OwnReferralFacts, type Party } from './own-referral.ts'
import { defaults, tryCases } from './rules.fixture.ts'

type Told = 'hold' | 'show' | '-'
const mails = (referrer: string, friend: string, told: Told): readonly [string, OwnReferralFacts, Told] => [
  `${friend} brought by ${referrer}`,
  { referrer: { email: referrer }, friend: { email: friend } },
  told,
]
const seen = (
  title: string,
  facts: Partial<OwnReferralFacts>,
  told: Told,
): readonly [string, OwnReferralFacts, Told] => [
  title,
  { referrer: { email: 'amy@shop.example' }, friend: { email: 'bo@mail.example' }, ...facts },
  told,
]
const named = (referrer: string, friend: string): { referrer: Party; friend: Party } => ({
  referrer: { name: referrer, email: 'amy@juniper.example' },
  friend: { name: friend, email: 'bo@juniper.example' },
})

tryCases(
  (facts: OwnReferralFacts) => ownReferral(defaults.ownReferral, facts),
  [
    mails('amy@gmail.com', 'amy@gmail.com', 'hold'),
    mails('amy@gmail.com', 'AMY@Gmail.com', 'hold'),
    mails('amylee@gmail.com', 'a.m.y.l.e.e@gmail.com', 'hold'),
    mails('amy@gmail.com', 'amy+shop@gmail.com', 'hold'),
    mails('amy@gmail.com', 'amy@googlemail.com', 'hold'),
    mails('a.my+1@googlemail.com', 'am.y+2@gmail.com', 'hold'),
    mails('amy@outlook.com', 'amy+2@outlook.com', 'hold'),
    mails('amy@hotmail.com', 'Amy+sale@hotmail.com', 'hold'),
    mails('amy@proton.me', 'amy@protonmail.com', 'hold'),
    mails('amy.lee@pm.me', 'amylee+x@proton.me', 'hold'),
    mails('amy@icloud.com', 'amy@me.com', 'hold'),
    mails('amy@mac.com', 'amy+shop@icloud.com', 'hold'),
    mails('amy@yahoo.com', 'amy-shop@yahoo.com', 'hold'),
    mails('amy@fastmail.com', 'shop@amy.fastmail.com', 'hold'),
    mails('amy@fastmail.com', 'amy+1@fastmail.com', 'hold'),
    mails('amy@yandex.ru', 'amy@ya.ru', 'hold'),
    mails('amy@juniper.example', 'amy+friend@juniper.example', 'hold'),
    mails('amy@bücher.example', 'amy@xn--bcher-kva.example', 'hold'),
    mails('amy@juniper.example', '"amy"@juniper.example', 'hold'),
    mails('amy@juniper.example', 'ａｍｙ@juniper.example', 'hold'),
    mails('amy@juniper.example', 'amy@juniper.example.', 'hold'),
    seen('a browser in which the referrer ordered', { sameBrowser: true }, 'hold'),
    seen('the same device and name', { sameDevice: true, ...named('Amy Lee', 'Amy Lee') }, 'hold'),
    seen('the same device, minutes apart', { sameDevice: true, seconds: 90 }, 'hold'),
    seen('the same device, minutes before', { sameDevice: true, seconds: -540 }, 'hold'),
    seen('the same device, and nothing else', { sameDevice: true }, 'show'),
    seen('the same device, hours apart', { sameDevice: true, seconds: 7200 }, 'show'),
    seen('the same address and name', { sameAddress: true, ...named('Amy Lee', 'LEE, Amy') }, 'hold'),
    seen(
      'the same name with other accents',
      { sameAddress: true, ...named('Zoë Müller', 'Zoe Muller') },
      'hold',
    ),
    seen('the same name at the same firm', named('Amy Lee', 'amy lee'), 'show'),

    mails('amy@gmail.com', 'bo@gmail.com', '-'),
    mails('amy@gmail.com', 'amy1@gmail.com', '-'),
    mails('amy@gmail.com', 'amy@outlook.com', '-'),
    mails('amy.lee@outlook.com', 'amylee@outlook.com', '-'),
    mails('amy@juniper.example', 'a.my@juniper.example', '-'),
    mails('amy@juniper.example', 'amy@juniper.org', '-'),
    mails('amy-lee@outlook.com', 'amy@outlook.com', '-'),
    mails('amy@hotmail.com', 'amy@outlook.com', '-'),
    mails('amy@juniper.example', 'amy@mail.juniper.example', '-'),
    mails('+amy@juniper.example', '+bo@juniper.example', '-'),
    mails('amy@bücher.example', 'amy@bucher.example', '-'),
    mails('amy@yahoo.com', 'bo-amy@yahoo.com', '-'),
    mails('shop@amy.fastmail.com', 'shop@bo.fastmail.com', '-'),
    seen('a family on one address', { sameAddress: true, ...named('Amy Lee', 'Bo Lee') }, '-'),
    seen('an office: one address, one firm', { sameAddress: true, ...named('Amy Lee', 'Bo Ray') }, '-'),
    seen('a mobile network: one address', { sameAddress: true }, '-'),
    seen('one address, minutes apart', { sameAddress: true, seconds: 60 }, '-'),
    seen('one address, the same first name', { sameAddress: true, ...named('Amy', 'Amy') }, '-'),
    seen(
      'namesakes at a provider for everybody',
      {
        referrer: { name: 'Amy Lee', email: 'amy@gmail.com' },
        friend: { name: 'Amy Lee', email: 'lee99@gmail.com' },
      },
      '-',
    ),
    seen(
      'namesakes elsewhere',
      {
        referrer: { name: 'Amy Lee', email: 'amy@juniper.example' },
        friend: { name: 'Amy Lee', email: 'amy@maple.example' },
      },
      '-',
    ),
    seen('colleagues', named('Amy Lee', 'Bo Ray'), '-'),
    seen('people without e-mail', { referrer: {}, friend: {} }, '-'),
    seen('people without names on one address', { sameAddress: true, referrer: {}, friend: {} }, '-'),
  ],
)
