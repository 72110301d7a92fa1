import { disposableEmail, type DisposableEmailFacts } from './disposable-email.ts'
import { defaults, tryCases } from './rules.fixture.ts'

const rules = {
  ...defaults.disposableEmail,
  allow: ['yopmail.com', 'good.spam.example', 'staff.mailinator.com'],
  deny: ['spam.example', 'bad.yopmail.com', 'bücher.example'],
}
const known =
  'mailinator.com guerrillamail.com guerrillamail.net 10minutemail.com temp-mail.org trashmail.com sharklasers.com throwawaymail.com maildrop.cc getnada.com dispostable.com mailnesia.com mintemail.com spambox.us tempail.com'.split(
    ' ',
  )
const honest =
  'gmail.com outlook.com icloud.com proton.me yahoo.com fastmail.com gmx.de web.de privaterelay.appleid.com duck.com juniper.example mail.juniper.example orange.fr hey.com'.split(
    ' ',
  )
const mail = (email: string, told: 'hold' | '-'): readonly [string, DisposableEmailFacts, 'hold' | '-'] => [
  email,
  { email },
  told,
]

tryCases(
  (facts: DisposableEmailFacts) => disposableEmail(rules, facts),
  [
    ...known.map((domain) => mail(`bo@${domain}`, 'hold')),
    mail('bo@MAILINATOR.com', 'hold'),
    mail('bo@eu.mailinator.com', 'hold'),
    mail('bo@a.b.guerrillamail.com', 'hold'),
    mail('bo@mailinator.com.', 'hold'),
    mail('bo@spam.example', 'hold'),
    mail('bo@very.spam.example', 'hold'),
    mail('bo@bad.yopmail.com', 'hold'),
    mail('bo+x@trashmail.com', 'hold'),
    ...honest.map((domain) => mail(`bo@${domain}`, '-')),
    mail('mailinator.com@juniper.example', '-'),
    mail('bo@notmailinator.com.juniper.example', '-'),
    mail('bo@yopmail.com', '-'),
    mail('bo@fr.yopmail.com', '-'),
    mail('bo@good.spam.example', '-'),
    mail('bo@staff.mailinator.com', '-'),
    mail('nobody', '-'),
    ['nothing', {}, '-'],
  ],
)
