import { parseProgram, type Program } from '@goodword/program'

const english = {
  title: 'Give $10, get $10',
  button: 'Invite friends',
  youGet: '$10 credit',
  friendGets: '$10 off your first order',
  when: 'Two weeks after their order',
  message: 'I get my coffee from {program}, and I think you would like it.',
  disclosure: 'If you order, I get $10 credit.',
  steps: [{ title: 'Share your link' }, { title: 'They order' }, { title: 'You get $10' }],
  rewards: { credit: '$10 credit', 'free-bag': 'a free bag of coffee', machine: 'an espresso machine' },
  faq: [
    { question: 'Is there a limit?', answer: 'No. Every friend who orders for the first time counts.' },
    {
      question: 'When do I get my credit?',
      answer: 'Two weeks after the order, as it can be returned until then.',
    },
  ],
  terms: { text: 'Friends must be new customers.', url: 'https://juniper.example/terms' },
  proof: {
    text: 'Over 2,000 customers have invited a friend.',
    quote: 'It took me ten seconds, and now we order together.',
    by: 'Mona, customer since 2021',
  },
}

const arabic = {
  title: 'أهدِ 10 دولارات واحصل على 10 دولارات',
  button: 'ادعُ أصدقاءك',
  youGet: 'رصيد 10 دولارات',
  friendGets: 'خصم 10 دولارات على طلبك الأول',
  when: 'بعد أسبوعين من الطلب',
  message: 'أشتري قهوتي من {program} وأظن أنها ستعجبك.',
  disclosure: 'إذا طلبت أحصل على رصيد 10 دولارات.',
  steps: [{ title: 'شارك رابطك' }, { title: 'يطلب صديقك' }, { title: 'تحصل على 10 دولارات' }],
  rewards: { credit: 'رصيد 10 دولارات', 'free-bag': 'كيس قهوة مجاني', machine: 'آلة إسبريسو' },
  faq: [{ question: 'هل هناك حد؟', answer: 'لا. كل صديق يطلب لأول مرة يُحتسب.' }],
  terms: { text: 'يجب أن يكون الأصدقاء عملاء جددًا.' },
  proof: { text: 'دعا أكثر من 2000 عميل صديقًا.' },
}

const day = 86_400_000

/** A coffee shop's program with something for every element to show, in a season that goes on for three weeks. */
export function galleryProgram(url: string, now: number = Date.now()): Program {
  const dateIn = (days: number): string => new Date(now + days * day).toISOString().slice(0, 10)
  return parseProgram({
    id: 'gallery',
    name: 'Juniper Coffee',
    url,
    currency: 'USD',
    attribution: { touch: 'last', days: 90, params: ['via'] },
    codes: { names: true, vanity: true },
    conversions: [{ name: 'purchase', value: true, trust: 'server', holdDays: 14 }],
    incentives: [
      {
        id: 'credit',
        when: { type: 'first', conversion: 'purchase' },
        to: 'referrer',
        give: { type: 'credit', amount: 1000 },
        season: 'this',
      },
      milestone('free-bag', 3, 'a free bag of coffee'),
      milestone('machine', 8, 'an espresso machine'),
    ],
    seasons: [{ id: 'this', from: dateIn(-60), to: dateIn(21) }],
    channels: ['whatsapp', 'email', 'sms', 'x', 'telegram', 'facebook'],
    copy: { en: english, ar: arabic },
  })
}

const milestone = (id: string, at: number, name: string) => ({
  id,
  when: { type: 'milestone', conversion: 'purchase', count: 'friends', at },
  to: 'referrer',
  give: { type: 'product', name },
})
