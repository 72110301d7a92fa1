import type { Words } from './words.ts'

export const words: Words = {
  language: 'de',
  close: 'Schließen',
  youGet: 'Du bekommst',
  friendGets: 'Dein Freund bekommt',
  when: 'Wann',
  link: 'Dein Link',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  copyByHand: 'Das Kopieren ging nicht. Der Link ist markiert: bitte selbst kopieren.',
  share: 'Teilen',
  message: 'Deine Nachricht',
  added: 'Kommt ans Ende: dein Link und „{disclosure}“',
  email: 'E-Mail',
  qrCode: 'QR-Code',

  progress: 'Dein Fortschritt',
  togo: {
    friends: {
      one: 'Noch {count} Freund bis zum Ziel: {reward}',
      other: 'Noch {count} Freunde bis zum Ziel: {reward}',
    },
    orders: {
      one: 'Noch {count} Bestellung bis zum Ziel: {reward}',
      other: 'Noch {count} Bestellungen bis zum Ziel: {reward}',
    },
  },
  reachedAll: 'Du hast jedes Ziel erreicht. Danke.',
  youAreHere: 'Hier bist du',
  visits: { one: '{count} Besuch', other: '{count} Besuche' },
  friends: { one: '{count} Freund', other: '{count} Freunde' },
  earned: '{money} verdient',
  coming: '{money} unterwegs',

  rewards: 'Deine Prämien',
  gives: {
    credit: '{money} Guthaben',
    cash: '{money}',
    coupon: '{money} Rabatt',
    product: '{name}',
    access: '{name}',
    donation: '{money} an {name}',
  },
  coupon: 'ein Gutschein',
  friendOrder: 'die Bestellung von {friend}',
  yourOrder: 'deine Bestellung',
  anOrder: 'eine der Bestellungen',
  reasons: {
    'on-hold': 'Unterwegs: {order} kann noch bis {date} zurückgehen.',
    unconfirmed: 'Unterwegs: {order} muss noch bestätigt werden.',
    'under-review': 'Unterwegs: {order} wird noch geprüft.',
    earned: 'Verdient. Du bekommst es bald.',
    given: 'Erhalten am {date}.',
    refunded: 'Nicht vergeben: {order} wurde erstattet.',
    rejected: 'Nicht vergeben: {order} zählt nicht.',
    'below-threshold': 'Nicht vergeben: nach einer Erstattung ist das Ziel wieder offen.',
    'given-then-refunded': 'Zurückzugeben: {order} zählt nicht mehr.',
  },
  ready: 'Kann eingelöst werden.',

  yourFriends: 'Deine Freunde',
  noFriends: 'Noch keine Freunde. Die erste Einladung dauert zehn Sekunden.',
  aFriend: 'Ein Freund',
  states: {
    held: 'Bestellt, noch nicht bestätigt',
    converted: 'Hat bestellt',
    refunded: 'Bestellung erstattet',
  },

  howItWorks: 'So geht’s',
  questions: 'Fragen',
  terms: 'Bedingungen',

  yourEmail: 'Deine E-Mail',
  emailHint: 'Damit deine Prämie dich findet.',
  getLink: 'Meinen Link holen',
  signInForMore: 'Melde dich an, um hier Freunde und Prämien zu sehen.',

  retry: 'Noch einmal',
  troubles: {
    offline: 'Du bist wohl offline. Wir versuchen es wieder, sobald du zurück bist.',
    unreachable: 'Unser Server war nicht zu erreichen.',
    expired: 'Deine Anmeldung ist abgelaufen. Bitte lade die Seite neu.',
    email: 'Diese Adresse stimmt wohl nicht. Bitte prüfe sie.',
    unavailable: 'Einladen geht im Moment nicht.',
  },
}
