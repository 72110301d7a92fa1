/** What the server itself says to whoever got an invitation by mail: the program's own words stand in its file. */
export interface MailWords {
  /** The sender of a mail: who invites, by way of which program. */
  via(name: string, program: string): string
  /** Why the mail came, and what becomes of the address; without a name where none can be shown. */
  footer(name: string | undefined, program: string): string
  readonly unsubscribe: string
  /** The page that asks before it ends further mails, its button, and what it says then. */
  ask(program: string): string
  readonly leave: string
  left(program: string): string
}

// From right to left, each sentence begins with a word of its language: a mail's plain text takes its direction from it.
const languages: Readonly<Record<string, MailWords>> = {
  en: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Somebody who knows you', program) =>
      `${name} entered your address at ${program}. It is used for this invitation only.`,
    unsubscribe: 'Unsubscribe',
    ask: (program) => `Do you want no more invitations to ${program}?`,
    leave: 'Send me no more',
    left: (program) => `You get no more invitations to ${program}.`,
  },
  de: {
    via: (name, program) => `${name} über ${program}`,
    footer: (name = 'Jemand, der dich kennt,', program) =>
      `${name} hat deine Adresse bei ${program} eingegeben. Sie wird nur für diese Einladung verwendet.`,
    unsubscribe: 'Abmelden',
    ask: (program) => `Möchtest du keine Einladungen zu ${program} mehr bekommen?`,
    leave: 'Keine mehr schicken',
    left: (program) => `Du bekommst keine Einladungen zu ${program} mehr.`,
  },
  fr: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Quelqu’un qui vous connaît', program) =>
      `${name} a saisi votre adresse chez ${program}. Elle ne sert qu’à cette invitation.`,
    unsubscribe: 'Se désabonner',
    ask: (program) => `Ne plus recevoir d’invitations pour ${program} ?`,
    leave: 'Ne plus m’en envoyer',
    left: (program) => `Vous ne recevrez plus d’invitations pour ${program}.`,
  },
  es: {
    via: (name, program) => `${name} a través de ${program}`,
    footer: (name = 'Alguien que te conoce', program) =>
      `${name} introdujo tu dirección en ${program}. Solo se usa para esta invitación.`,
    unsubscribe: 'Darse de baja',
    ask: (program) => `¿No quieres recibir más invitaciones a ${program}?`,
    leave: 'No enviarme más',
    left: (program) => `Ya no recibirás más invitaciones a ${program}.`,
  },
  pt: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Alguém que conhece você', program) =>
      `${name} informou seu endereço em ${program}. Ele é usado apenas para este convite.`,
    unsubscribe: 'Cancelar inscrição',
    ask: (program) => `Não quer receber mais convites para ${program}?`,
    leave: 'Não me envie mais',
    left: (program) => `Você não receberá mais convites para ${program}.`,
  },
  it: {
    via: (name, program) => `${name} tramite ${program}`,
    footer: (name = 'Qualcuno che ti conosce', program) =>
      `${name} ha inserito il tuo indirizzo su ${program}. Viene usato solo per questo invito.`,
    unsubscribe: 'Annulla l’iscrizione',
    ask: (program) => `Non vuoi più ricevere inviti a ${program}?`,
    leave: 'Non inviarmene più',
    left: (program) => `Non riceverai più inviti a ${program}.`,
  },
  nl: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Iemand die je kent', program) =>
      `${name} heeft je adres ingevuld bij ${program}. Het wordt alleen voor deze uitnodiging gebruikt.`,
    unsubscribe: 'Afmelden',
    ask: (program) => `Wil je geen uitnodigingen voor ${program} meer?`,
    leave: 'Stuur me er geen meer',
    left: (program) => `Je krijgt geen uitnodigingen voor ${program} meer.`,
  },
  pl: {
    via: (name, program) => `${name} przez ${program}`,
    footer: (name = 'ktoś, kto Cię zna', program) =>
      `Zaprasza Cię ${name}. Twój adres wpisano w serwisie ${program} i służy on tylko do tego zaproszenia.`,
    unsubscribe: 'Wypisz się',
    ask: (program) => `Nie chcesz więcej zaproszeń do serwisu ${program}?`,
    leave: 'Nie wysyłaj mi więcej',
    left: (program) => `Nie dostaniesz więcej zaproszeń do serwisu ${program}.`,
  },
  ja: {
    via: (name, program) => `${name}（${program}経由）`,
    footer: (name, program) =>
      `このメールアドレスは、${name === undefined ? 'お知り合いの方' : `${name}さん`}が${program}で入力しました。この招待にのみ使用します。`,
    unsubscribe: '配信停止',
    ask: (program) => `${program}への招待メールを今後受け取らないようにしますか？`,
    leave: '今後は受け取らない',
    left: (program) => `今後、${program}への招待メールは届きません。`,
  },
  zh: {
    via: (name, program) => `${name}（通过 ${program}）`,
    footer: (name = '一位认识你的人', program) =>
      `${name} 在 ${program} 填写了你的地址。该地址仅用于这次邀请。`,
    unsubscribe: '退订',
    ask: (program) => `不想再收到 ${program} 的邀请吗？`,
    leave: '不再接收',
    left: (program) => `你不会再收到 ${program} 的邀请。`,
  },
  ar: {
    via: (name, program) => `${name} عبر ${program}`,
    footer: (name = 'شخص يعرفك', program) =>
      `تمت إضافة عنوانك في ${program} من قِبل ${name}. ويُستخدم لهذه الدعوة فقط.`,
    unsubscribe: 'إلغاء الاشتراك',
    ask: (program) => `هل تريد عدم تلقي دعوات أخرى إلى ${program}؟`,
    leave: 'لا ترسلوا لي المزيد',
    left: (program) => `لن تصلك دعوات أخرى إلى ${program}.`,
  },
  he: {
    via: (name, program) => `${name} דרך ${program}`,
    footer: (name = 'מישהו שמכיר אותך', program) =>
      `הכתובת שלך נמסרה אל ${program} על ידי ${name}. היא משמשת להזמנה זו בלבד.`,
    unsubscribe: 'הסרה מרשימת התפוצה',
    ask: (program) => `להפסיק לקבל הזמנות אל ${program}?`,
    leave: 'להפסיק לשלוח לי',
    left: (program) => `לא יישלחו אליך עוד הזמנות אל ${program}.`,
  },
}

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

const languageOf = (locale: string): string => locale.split('-', 1)[0]!.toLowerCase()

/** The words of the first of `locales` (BCP 47, best first) whose language the server speaks, else English. */
export function mailWords(locales: readonly string[]): MailWords & { readonly language: string } {
  const language = locales.map(languageOf).find((language) => Object.hasOwn(languages, language)) ?? 'en'
  return { ...languages[language]!, language }
}

/** Which way a language is read, as an HTML attribute says it. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(languageOf(locale)) ? 'rtl' : 'ltr'
