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
  /** The subject of a reminder, of that of the invitation; its first words; and that no other comes. */
  reminder(subject: string): string
  remind(name: string | undefined, program: string): string
  readonly lastReminder: string
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
    reminder: (subject) => `Reminder: ${subject}`,
    remind: (name = 'Somebody who knows you', program) =>
      `${name} invited you to ${program} three days ago. The invitation still stands.`,
    lastReminder: 'There will be no other reminder.',
  },
  de: {
    via: (name, program) => `${name} über ${program}`,
    footer: (name = 'Jemand, der dich kennt,', program) =>
      `${name} hat deine Adresse bei ${program} eingegeben. Sie wird nur für diese Einladung verwendet.`,
    unsubscribe: 'Abmelden',
    ask: (program) => `Möchtest du keine Einladungen zu ${program} mehr bekommen?`,
    leave: 'Keine mehr schicken',
    left: (program) => `Du bekommst keine Einladungen zu ${program} mehr.`,
    reminder: (subject) => `Erinnerung: ${subject}`,
    remind: (name = 'Jemand, der dich kennt,', program) =>
      `${name} hat dich vor drei Tagen zu ${program} eingeladen. Die Einladung gilt weiterhin.`,
    lastReminder: 'Es kommt keine weitere Erinnerung.',
  },
  fr: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Quelqu’un qui vous connaît', program) =>
      `${name} a saisi votre adresse chez ${program}. Elle ne sert qu’à cette invitation.`,
    unsubscribe: 'Se désabonner',
    ask: (program) => `Ne plus recevoir d’invitations pour ${program} ?`,
    leave: 'Ne plus m’en envoyer',
    left: (program) => `Vous ne recevrez plus d’invitations pour ${program}.`,
    reminder: (subject) => `Rappel : ${subject}`,
    remind: (name = 'quelqu’un qui vous connaît', program) =>
      `Il y a trois jours, ${name} vous a envoyé une invitation pour ${program}. Elle est toujours valable.`,
    lastReminder: 'Il n’y aura pas d’autre rappel.',
  },
  es: {
    via: (name, program) => `${name} a través de ${program}`,
    footer: (name = 'Alguien que te conoce', program) =>
      `${name} introdujo tu dirección en ${program}. Solo se usa para esta invitación.`,
    unsubscribe: 'Darse de baja',
    ask: (program) => `¿No quieres recibir más invitaciones a ${program}?`,
    leave: 'No enviarme más',
    left: (program) => `Ya no recibirás más invitaciones a ${program}.`,
    reminder: (subject) => `Recordatorio: ${subject}`,
    remind: (name = 'alguien que te conoce', program) =>
      `Hace tres días, ${name} te invitó a ${program}. La invitación sigue en pie.`,
    lastReminder: 'No habrá más recordatorios.',
  },
  pt: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Alguém que conhece você', program) =>
      `${name} informou seu endereço em ${program}. Ele é usado apenas para este convite.`,
    unsubscribe: 'Cancelar inscrição',
    ask: (program) => `Não quer receber mais convites para ${program}?`,
    leave: 'Não me envie mais',
    left: (program) => `Você não receberá mais convites para ${program}.`,
    reminder: (subject) => `Lembrete: ${subject}`,
    remind: (name = 'alguém que conhece você', program) =>
      `Há três dias, ${name} convidou você para ${program}. O convite continua valendo.`,
    lastReminder: 'Não haverá outro lembrete.',
  },
  it: {
    via: (name, program) => `${name} tramite ${program}`,
    footer: (name = 'Qualcuno che ti conosce', program) =>
      `${name} ha inserito il tuo indirizzo su ${program}. Viene usato solo per questo invito.`,
    unsubscribe: 'Annulla l’iscrizione',
    ask: (program) => `Non vuoi più ricevere inviti a ${program}?`,
    leave: 'Non inviarmene più',
    left: (program) => `Non riceverai più inviti a ${program}.`,
    reminder: (subject) => `Promemoria: ${subject}`,
    remind: (name = 'qualcuno che ti conosce', program) =>
      `Tre giorni fa ${name} ti ha mandato un invito per ${program}. È ancora valido.`,
    lastReminder: 'Non ci saranno altri promemoria.',
  },
  nl: {
    via: (name, program) => `${name} via ${program}`,
    footer: (name = 'Iemand die je kent', program) =>
      `${name} heeft je adres ingevuld bij ${program}. Het wordt alleen voor deze uitnodiging gebruikt.`,
    unsubscribe: 'Afmelden',
    ask: (program) => `Wil je geen uitnodigingen voor ${program} meer?`,
    leave: 'Stuur me er geen meer',
    left: (program) => `Je krijgt geen uitnodigingen voor ${program} meer.`,
    reminder: (subject) => `Herinnering: ${subject}`,
    remind: (name = 'Iemand die je kent', program) =>
      `${name} nodigde je drie dagen geleden uit voor ${program}. De uitnodiging geldt nog steeds.`,
    lastReminder: 'Er komt geen andere herinnering.',
  },
  pl: {
    via: (name, program) => `${name} przez ${program}`,
    footer: (name = 'ktoś, kto Cię zna', program) =>
      `Zaprasza Cię ${name}. Twój adres wpisano w serwisie ${program} i służy on tylko do tego zaproszenia.`,
    unsubscribe: 'Wypisz się',
    ask: (program) => `Nie chcesz więcej zaproszeń do serwisu ${program}?`,
    leave: 'Nie wysyłaj mi więcej',
    left: (program) => `Nie dostaniesz więcej zaproszeń do serwisu ${program}.`,
    reminder: (subject) => `Przypomnienie: ${subject}`,
    remind: (name = 'ktoś, kto Cię zna', program) =>
      `Od trzech dni czeka na Ciebie zaproszenie do serwisu ${program}. Przysyła je ${name}.`,
    lastReminder: 'Innych przypomnień nie będzie.',
  },
  ja: {
    via: (name, program) => `${name}（${program}経由）`,
    footer: (name, program) =>
      `このメールアドレスは、${name === undefined ? 'お知り合いの方' : `${name}さん`}が${program}で入力しました。この招待にのみ使用します。`,
    unsubscribe: '配信停止',
    ask: (program) => `${program}への招待メールを今後受け取らないようにしますか？`,
    leave: '今後は受け取らない',
    left: (program) => `今後、${program}への招待メールは届きません。`,
    reminder: (subject) => `リマインド：${subject}`,
    remind: (name, program) =>
      `3日前に${name === undefined ? 'お知り合いの方' : `${name}さん`}から${program}への招待が届きました。招待はまだ有効です。`,
    lastReminder: 'リマインドはこの1通だけです。',
  },
  zh: {
    via: (name, program) => `${name}（通过 ${program}）`,
    footer: (name = '一位认识你的人', program) =>
      `${name} 在 ${program} 填写了你的地址。该地址仅用于这次邀请。`,
    unsubscribe: '退订',
    ask: (program) => `不想再收到 ${program} 的邀请吗？`,
    leave: '不再接收',
    left: (program) => `你不会再收到 ${program} 的邀请。`,
    reminder: (subject) => `提醒：${subject}`,
    remind: (name = '一位认识你的人', program) => `${name} 三天前邀请你加入 ${program}。邀请仍然有效。`,
    lastReminder: '不会再有其他提醒。',
  },
  ar: {
    via: (name, program) => `${name} عبر ${program}`,
    footer: (name = 'شخص يعرفك', program) =>
      `تمت إضافة عنوانك في ${program} من قِبل ${name}. ويُستخدم لهذه الدعوة فقط.`,
    unsubscribe: 'إلغاء الاشتراك',
    ask: (program) => `هل تريد عدم تلقي دعوات أخرى إلى ${program}؟`,
    leave: 'لا ترسلوا لي المزيد',
    left: (program) => `لن تصلك دعوات أخرى إلى ${program}.`,
    reminder: (subject) => `تذكير: ${subject}`,
    remind: (name = 'شخص يعرفك', program) =>
      `وصلتك قبل ثلاثة أيام دعوة إلى ${program} من ${name}. وما زالت الدعوة قائمة.`,
    lastReminder: 'لن يصلك تذكير آخر.',
  },
  he: {
    via: (name, program) => `${name} דרך ${program}`,
    footer: (name = 'מישהו שמכיר אותך', program) =>
      `הכתובת שלך נמסרה אל ${program} על ידי ${name}. היא משמשת להזמנה זו בלבד.`,
    unsubscribe: 'הסרה מרשימת התפוצה',
    ask: (program) => `להפסיק לקבל הזמנות אל ${program}?`,
    leave: 'להפסיק לשלוח לי',
    left: (program) => `לא יישלחו אליך עוד הזמנות אל ${program}.`,
    reminder: (subject) => `תזכורת: ${subject}`,
    remind: (name = 'מישהו שמכיר אותך', program) =>
      `לפני שלושה ימים הגיעה אליך הזמנה אל ${program} מאת ${name}. ההזמנה עדיין בתוקף.`,
    lastReminder: 'לא תישלח תזכורת נוספת.',
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
