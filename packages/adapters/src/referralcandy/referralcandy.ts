import type { Customer } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend } from '../vendor/compose.ts'
import { listOf, needText, numberOf, textOf, type Fields } from '../vendor/fields.ts'
import { createGiving } from '../vendor/giving.ts'
import { createOnce } from '../vendor/once.ts'
import { collect } from '../vendor/paging.ts'
import { createRecent } from '../vendor/recent.ts'
import { namesOf, needEmail, onlyByEmail } from '../vendor/refusals.ts'
import * as shapes from '../vendor/shapes.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { createClient, vendor } from './client.ts'
import { createOrders } from './orders.ts'
import { nextAfter, readPerson, readReferrals, readReward } from './shapes.ts'
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
  const call = createClient(options)

  const referrals = createRecent(30_000, now, async () => {
    const until = Math.ceil(now() / 1000)
    const period = { period_from: until - days * 86_400, period_to: until }
    return listOf((await call('GET', 'referrals', period)).referrals)
  })
  const friendsOf = async (email: string) =>
    (await referrals()).filter((one) => textOf(one.referring_email)?.toLowerCase() === email)
  const rewards = (email?: string) =>
    collect(async (since_id) => {
      const page = await call('GET', 'rewards', { type: 'all', status: 'all', since_id, email })
      const items = listOf(page.rewards).map((one) => readReward(one, now()))
      return { items, next: items.at(-1)?.id }
    })
  async function enrol(customer: Customer): Promise<Fields> {
    const email = needEmail(vendor, customer)
    const { first = email.split('@')[0], last = '' } = namesOf(customer.name)
    const answer = await call('POST', 'signup', { first_name: first, last_name: last, email })
    return { ...answer, email, name: customer.name, friends: (await friendsOf(email)).length }
  }

  return composeBackend({
    name: 'referralcandy',
    vendor,
    options: { ...options, webhookSecret: secretKey },
    supports: ['stats', 'stats.refunds', 'conversion.idempotent'],
    landing: { params: ['aic'], cookie: 'rc_referrer_id' },
    find: async (who) => enrol({ email: emailOf(who) }),
    enrol,
    read(person) {
      const [id, link] = [needText(vendor, person, 'email'), needText(vendor, person, 'referral_link')]
      const code = new URL(link).pathname.split('/').findLast(Boolean) ?? ''
      return shapes.participant({
        id,
        code,
        link,
        name: textOf(person.name),
        friends: numberOf(person.friends) ?? 0,
      })
    },
    key: ({ email }) => String(email),
    keyOf: emailOf,
    taker: createOrders(call, program.currency, referrals.forget),
    friendsByEmail: true,
    check: () => call('GET', 'verify'),
    referrals: async (email) => readReferrals(await friendsOf(email)),
    rewards,
    fulfil: createGiving(
      vendor,
      createOnce(),
      () => rewards(),
      (id) => call('POST', 'rewards', { id, status: 'delivered' }),
    ),
    receive: (request) => receive(request, secretKey, options.checkWebhook),
    friends: async () =>
      byReferrer(await referrals(), (one) => textOf(one.referring_email)?.toLowerCase(), readReferrals),
    async people(cursor = '1') {
      const contacts = listOf((await call('GET', 'contacts', { id: cursor, limit: 100 })).contacts)
      return { items: contacts.map(readPerson), ...nextAfter(contacts) }
    },
  })
}

function emailOf(who: ParticipantKey): string {
  if ('email' in who) return needEmail(vendor, who)
  throw onlyByEmail(vendor, 'code or customer id')
}
