import type { EventOf } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { Participant, ParticipantKey, Referral, Reward } from '../backend.ts'
import { pageOf } from '../present.ts'
import { failureOf, hasStatus } from '../vendor/failure.ts'
import {
  fieldsOf,
  listOf,
  majorUnits,
  needText,
  numberOf,
  textOf,
  timeOf,
  type Fields,
} from '../vendor/fields.ts'
import { createOnce } from '../vendor/once.ts'
import { collect } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { createRecent } from '../vendor/recent.ts'
import { createRecorder, notKept, orderKnown, rejected, type Outcome } from '../vendor/recording.ts'
import { cannot, namesOf, needEmail, unsupported } from '../vendor/refusals.ts'
import { createTransport } from '../vendor/transport.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { sign } from './signature.ts'
import { receiveReferralcandy, type WebhookCheck } from './webhook.ts'

const vendor = 'ReferralCandy'

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
 * ReferralCandy write to the buyer. So only orders with a code are told to it.
 */
export function referralcandy(options: ReferralcandyOptions): VendorBackend {
  const { program, accessId, secretKey, days = 730, now = Date.now } = options
  const conversion = options.conversion ?? program.conversions[0]!.name
  const transport = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://my.referralcandy.com/api/v2',
    secrets: [secretKey, accessId],
    // Who has signed up before is welcome, whatever the status.
    judge: ({ message }) => (/already signed up/i.test(textOf(message) ?? '') ? { status: 200 } : {}),
  })
  let skew = 0

  /** Signed; once more by the vendor's clock when ours is wrong. */
  async function call(
    method: 'GET' | 'POST',
    name: string,
    fields: Fields = {},
    repeatable = true,
  ): Promise<Fields> {
    const send = (): Promise<Fields> => {
      const params = sign(
        { ...fields, accessID: accessId, timestamp: Math.floor((now() + skew) / 1000) },
        secretKey,
      )
      const content = method === 'GET' ? { query: params } : { form: params }
      return transport({ method, path: `${name}.json`, ...content, repeatable })
    }
    try {
      return await send()
    } catch (error) {
      const { status, date } = failureOf(error) ?? {}
      if (status !== 401 || date === undefined || Math.abs(date - now() - skew) < 60_000) throw error
      skew = date - now()
      return send()
    }
  }

  const loadReferrals = () =>
    createRecent(30_000, now, async () => {
      const period = {
        period_from: Math.floor(now() / 1000) - days * 86_400,
        period_to: Math.ceil(now() / 1000),
      }
      return listOf((await call('GET', 'referrals', period))['referrals'])
    })
  let allReferrals = loadReferrals()
  const friendsOf = async (email: string) =>
    (await allReferrals()).filter((one) => textOf(one['referring_email'])?.toLowerCase() === email)
  const allRewards = (query: Fields) =>
    collect(async (since) => {
      const page = listOf(
        (await call('GET', 'rewards', { ...query, since_id: since, type: 'all', status: 'all' }))['rewards'],
      )
      return { items: page.map(readReward), next: textOf(page.at(-1)?.['id']) }
    })

  async function enrol(email: string, name?: string): Promise<Participant> {
    const { first = email.split('@')[0], last = '' } = namesOf(name)
    const fields = await call('POST', 'signup', { first_name: first, last_name: last, email })
    const link = needText(vendor, fields, 'referral_link')
    const code = new URL(link).pathname.split('/').findLast(Boolean) ?? ''
    const friends = (await friendsOf(email)).length
    const stats = { visits: 0, shares: 0, friends, earned: [], coming: [] }
    return { id: email, code, link, ...(name && { name }), stats }
  }

  const once = createOnce()
  async function purchase({
    order,
    amount = 0,
    currency,
    at,
    code,
    customer,
  }: EventOf<'conversion'>): Promise<Outcome> {
    const email = customer?.email?.toLowerCase()
    if (!email) return needsEmail
    if (code === undefined) return notKept
    const { first = email.split('@')[0], last } = namesOf(customer?.name)
    const price = majorUnits(amount, currency ?? program.currency)
    const fields = {
      ...{ first_name: first, last_name: last, email, order_timestamp: Math.floor(at / 1000) },
      // Asked for, and not known to the site's server.
      ...{ browser_ip: '0.0.0.0', user_agent: 'goodword' },
      ...{ invoice_amount: price, currency_code: currency ?? program.currency },
      ...{ external_reference_id: order, referrer_id: code },
    }
    const look = async () =>
      listOf((await call('GET', 'referrals', { customer_email: email }))['referrals']).find(
        (one) => textOf(one['referral_email'])?.toLowerCase() === email,
      )
    const { it, isNew } = await once(email, look, () => call('POST', 'purchase', fields, false))
    allReferrals = loadReferrals()
    if (isNew) return { status: 'accepted' }
    return it['external_reference_id'] === order
      ? orderKnown
      : { status: 'duplicate', reason: 'friend-known' }
  }

  const take = createRecorder(
    program,
    {
      conversion: async (event) => (event.name === conversion ? purchase(event) : notKept),
      async refund({ amount, customer }) {
        if (!customer?.email) return needsEmail
        // One reward for one friend: a part that comes back changes nothing.
        if (amount !== undefined) return notKept
        const fields = { customer_email: customer.email.toLowerCase(), returned: 'true', notify: 'false' }
        try {
          await call('POST', 'referral', fields)
        } catch (error) {
          if (hasStatus(error, 400, 404)) return rejected('refund-refused', (error as Error).message)
          throw error
        }
        allReferrals = loadReferrals()
        return { status: 'accepted' }
      },
    },
    now,
  )

  return {
    name: 'referralcandy',
    supports: new Set([
      ...(['stats', 'referrals', 'rewards', 'rewards.all', 'rewards.fulfil', 'refunds'] as const),
      ...(['conversion.idempotent', 'conversion.requiresFriend', 'webhooks.verified'] as const),
    ]),
    landing: { params: ['aic'], cookie: 'rc_referrer_id' },
    program: createProgramView(program, async () => ({}), now),
    enrol: async (customer) => enrol(needEmail(vendor, customer), customer.name),
    participant: async (who) => enrol(emailOf(who)),
    record: (events, { source = 'browser' } = {}) => take(events, source),
    referrals: async (who, page) => pageOf((await friendsOf(emailOf(who))).map(readReferral), page),
    rewards: async (who, page) => pageOf(await allRewards({ email: emailOf(who) }), page),
    leaderboard: cannot(vendor, 'rank participants'),
    invite: cannot(vendor, 'invite friends'),
    async allRewards({ state, ...page } = {}) {
      const all = await allRewards({})
      return pageOf(state ? all.filter((one) => one.state === state) : all, page)
    },
    async fulfil(id) {
      const known =
        /^\d+$/.test(id) &&
        (await allRewards({ since_id: String(Number(id) - 1) })).find((one) => one.id === id)
      if (!known)
        throw new GoodwordError('reward-unknown', `There is no reward "${id}". Take its id from rewards().`)
      if (known.state === 'granted') return known
      if (known.state !== 'due')
        throw new GoodwordError(
          'not-due',
          `The reward "${id}" is ${known.state}. Only a due one can be given.`,
        )
      const { reward } = await call('POST', 'rewards', { id, status: 'delivered' })
      return { ...known, ...readReward({ id, ...fieldsOf(reward), status: 'delivered' }), at: known.at }
    },
    check: async () => void (await call('GET', 'verify')),
    receive: (request) => receiveReferralcandy(request, secretKey, options.checkWebhook),
    async people(cursor = '1') {
      const items = listOf((await call('GET', 'contacts', { id: cursor, limit: 100 }))['contacts'])
      const last = numberOf(items.at(-1)?.['id'])
      return { items: items.map(readPerson), ...(last !== undefined && { next: String(last + 1) }) }
    },
  }
}

const needsEmail = rejected(
  'friend-email-missing',
  'ReferralCandy knows friends by e-mail. Send `customer.email` with the order, and with its refund.',
)

function emailOf(who: ParticipantKey): string {
  if ('email' in who) return who.email.trim().toLowerCase()
  throw unsupported(vendor, 'find people by anything but their e-mail; it might')
}

function readReferral(fields: Fields): Referral {
  const [at, order] = [timeOf(fields['referral_timestamp']) ?? 0, textOf(fields['external_reference_id'])]
  return { id: order ?? `${at}`, at, state: fields['review_period_over'] === true ? 'converted' : 'held' }
}

function readReward(fields: Fields): Reward {
  const [status, code] = [textOf(fields['status']), textOf(fields['coupon_code'])]
  const name = textOf(fields['description']) ?? 'a reward'
  const at = timeOf(fields['created_at']) ?? 0
  const base = {
    id: needText(vendor, fields, 'id'),
    incentive: textOf(fields['type']) ?? 'reward',
    to: 'referrer',
    at,
  } as const
  const give: Reward['give'] = code === undefined ? { type: 'product', name } : { type: 'coupon', code }
  if (status === 'delivered') return { ...base, give, state: 'granted', reason: { code: 'given', at } }
  return status === 'pending_fulfillment'
    ? { ...base, give, state: 'due', reason: { code: 'earned' } }
    : { ...base, give: { type: 'product', name }, state: 'reversed', reason: { code: 'rejected' } }
}

function readPerson(fields: Fields) {
  const name = [textOf(fields['first_name']), textOf(fields['last_name'])].filter(Boolean).join(' ')
  return {
    id: needText(vendor, fields, 'id'),
    email: needText(vendor, fields, 'email'),
    ...(name && { name }),
  }
}
