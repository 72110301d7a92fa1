import type { Participant, ParticipantKey } from '../backend.ts'
import { pageOf } from '../present.ts'
import { fieldsOf, listOf, needText, textOf, type Fields } from '../vendor/fields.ts'
import { collect } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { createRecent } from '../vendor/recent.ts'
import { createRecorder } from '../vendor/recording.ts'
import { cannot, namesOf, needEmail, notDue, unknownReward, unsupported } from '../vendor/refusals.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { createClient, vendor } from './client.ts'
import { createOrders } from './orders.ts'
import { nextAfter, readPerson, readReferral, readReward } from './shapes.ts'
import { receive, type WebhookCheck } from './webhook.ts'

/** What ReferralCandy needs. */
export interface ReferralcandyOptions extends VendorOptions {
  readonly accessId: string
  /** Signs every request, and opens everything: on a server only. */
  readonly secretKey: string
  /** The program's conversion that is a purchase; no other is told. @default the program's first */
  readonly conversion?: string
  /** How far back referrals are read, in days. @default 730 */
  readonly days?: number
  /** How a webhook is checked, should yours be signed in another way. @default MD5 of the key and the body */
  readonly checkWebhook?: WebhookCheck
}

/**
 * A ReferralCandy account. Looking for somebody enrols them, since nothing else tells their link; a purchase makes
 * ReferralCandy write to the buyer, so only orders with a code are told to it.
 */
export function referralcandy(options: ReferralcandyOptions): VendorBackend {
  const { program, secretKey, days = 730, now = Date.now } = options
  const conversion = options.conversion ?? program.conversions[0]!.name
  const call = createClient(options)

  const referrals = createRecent(30_000, now, async () => {
    const until = Math.ceil(now() / 1000)
    const period = { period_from: until - days * 86_400, period_to: until }
    return listOf((await call('GET', 'referrals', period)).referrals)
  })
  const friendsOf = async (email: string) =>
    (await referrals()).filter((one) => textOf(one.referring_email)?.toLowerCase() === email)
  const rewards = (query: Fields = {}) =>
    collect(async (since_id) => {
      const page = await call('GET', 'rewards', { type: 'all', status: 'all', since_id, ...query })
      const items = listOf(page.rewards).map((one) => readReward(one, now()))
      return { items, next: items.at(-1)?.id }
    })

  async function enrol(email: string, name?: string): Promise<Participant> {
    const { first = email.split('@')[0], last = '' } = namesOf(name)
    const answer = await call('POST', 'signup', { first_name: first, last_name: last, email })
    const link = needText(vendor, answer, 'referral_link')
    const code = new URL(link).pathname.split('/').findLast(Boolean) ?? ''
    return shapes.participant({ id: email, code, link, name, friends: (await friendsOf(email)).length })
  }

  const orders = createOrders(call, conversion, program.currency, referrals.forget)
  const record = createRecorder(program, orders, now)

  return {
    name: 'referralcandy',
    supports: new Set([
      ...(['stats', 'stats.refunds', 'referrals', 'refunds', 'rewards', 'rewards.all'] as const),
      ...(['rewards.fulfil', 'conversion.idempotent', 'conversion.requiresFriend'] as const),
      'webhooks.verified',
    ]),
    landing: { params: ['aic'], cookie: 'rc_referrer_id' },
    program: createProgramView(program, async () => ({}), now),
    enrol: async (customer) => enrol(needEmail(vendor, customer), customer.name),
    participant: async (who) => enrol(emailOf(who)),
    record: (events, { source = 'browser' } = {}) => record(events, source),
    referrals: async (who, page) => pageOf((await friendsOf(emailOf(who))).map(readReferral), page),
    rewards: async (who, page) => pageOf(await rewards({ email: emailOf(who) }), page),
    leaderboard: cannot(vendor, 'rank participants'),
    invite: cannot(vendor, 'invite friends'),
    async allRewards({ state, ...page } = {}) {
      return pageOf(
        (await rewards()).filter((one) => state === undefined || one.state === state),
        page,
      )
    },
    async fulfil(id) {
      const reward = /^\d+$/.test(id) ? (await rewards()).find((one) => one.id === id) : undefined
      if (!reward) throw unknownReward(id)
      if (reward.state === 'granted') return reward
      if (reward.state !== 'due') throw notDue(reward)
      const { reward: given } = await call('POST', 'rewards', { id, status: 'delivered' })
      return {
        ...reward,
        ...readReward({ ...fieldsOf(given), id, status: 'delivered' }, now()),
        at: reward.at,
      }
    },
    check: async () => void (await call('GET', 'verify')),
    receive: (request) => receive(request, secretKey, options.checkWebhook),
    async people(cursor = '1') {
      const contacts = listOf((await call('GET', 'contacts', { id: cursor, limit: 100 })).contacts)
      return { items: contacts.map(readPerson), ...nextAfter(contacts) }
    },
  }
}

function emailOf(who: ParticipantKey): string {
  if ('email' in who) return needEmail(vendor, who)
  throw unsupported(vendor, 'find people by anything but their e-mail')
}
