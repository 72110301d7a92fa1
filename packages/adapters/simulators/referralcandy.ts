// ReferralCandy's REST API as its documentation describes it. For tests only; not published.
import { createHash } from 'node:crypto'
import type { Simulator } from './serving.ts'

export interface SimulatedReferral {
  readonly referral_email: string
  readonly referral_timestamp: number
  readonly referring_email: string
  readonly external_reference_id: string | undefined
}

export interface SimulatedReward {
  readonly id: number
  readonly advocate_email: string
  readonly advocate_name: string
  readonly created_at: number
  status: 'pending_fulfillment' | 'delivered' | 'not_applicable'
}

export interface ReferralcandySimulator extends Simulator {
  readonly accessId: string
  readonly secretKey: string
  readonly contacts: {
    id: number
    email: string
    first: string
    last: string
    code: string
    signedUp: boolean
  }[]
  readonly purchases: Record<string, string>[]
  readonly referrals: SimulatedReferral[]
  readonly rewards: SimulatedReward[]
  readonly returned: Set<string>
}

interface Options {
  readonly now?: () => number
  /** How far a request's timestamp may be off, in seconds. */
  readonly skew?: number
  /** Days until a referral counts. */
  readonly reviewDays?: number
}

const fields: Readonly<Record<string, readonly string[]>> = {
  'GET verify': [],
  'POST signup': ['first_name', 'last_name', 'email'],
  'POST invite': ['email'],
  'POST purchase': [
    'first_name',
    'email',
    'order_timestamp',
    'browser_ip',
    'user_agent',
    'invoice_amount',
    'currency_code',
    'last_name',
    'locale',
    'discount_code',
    'accepts_marketing',
    'external_reference_id',
    'referrer_id',
  ],
  'GET referrals': ['period_from', 'period_to', 'customer_email', 'pending_review_only'],
  'GET referrer': ['customer_email'],
  'POST referral': ['customer_email', 'returned', 'notify'],
  'GET contacts': ['id', 'limit'],
  'GET rewards': ['email', 'since_id', 'status', 'type'],
  'POST rewards': ['id', 'status'],
  'POST unsubscribed': ['email', 'unsubscribed'],
}

/** How many of the first fields of a call are needed. */
const needed: Readonly<Record<string, number>> = {
  'POST signup': 3,
  'POST purchase': 7,
  'GET referrer': 1,
  'POST referral': 3,
  'POST rewards': 2,
}

/** An account of one's own, with nobody in it. */
export function createReferralcandySimulator({
  now = Date.now,
  skew = 300,
  reviewDays = 14,
}: Options = {}): ReferralcandySimulator {
  const [accessId, secretKey] = ['acihijaklscj', 'rc_secret_0123456789abcdef']
  const contacts: ReferralcandySimulator['contacts'] = []
  const purchases: Record<string, string>[] = []
  const referrals: SimulatedReferral[] = []
  const rewards: SimulatedReward[] = []
  const returned = new Set<string>()
  const say = (status: number, message: string, more: object = {}): Response =>
    Response.json({ message, ...more }, { status, headers: { date: new Date(now()).toUTCString() } })
  const seconds = (): number => Math.floor(now() / 1000)

  function contactOf(email: string, first = '', last = ''): ReferralcandySimulator['contacts'][number] {
    let contact = contacts.find((one) => one.email === email)
    if (!contact)
      contacts.push(
        (contact = {
          id: contacts.length + 1,
          email,
          first,
          last,
          code: `RC${1000 + contacts.length}X`,
          signedUp: false,
        }),
      )
    return contact
  }

  /** What the review periods that are over have brought. */
  function review(): void {
    for (const referral of referrals) {
      if (!isOver(referral) || returned.has(referral.referral_email)) continue
      const created_at = referral.referral_timestamp + reviewDays * 86_400
      if (
        rewards.some(
          (one) => one.advocate_email === referral.referring_email && rewarded.get(one.id) === referral,
        )
      )
        continue
      const { first, last } = contactOf(referral.referring_email)
      const reward: SimulatedReward = {
        id: rewards.length + 1,
        advocate_email: referral.referring_email,
        advocate_name: `${first} ${last}`.trim(),
        created_at,
        status: 'pending_fulfillment',
      }
      rewards.push(reward)
      rewarded.set(reward.id, referral)
    }
  }
  const rewarded = new Map<number, SimulatedReferral>()
  const isOver = (referral: SimulatedReferral): boolean =>
    referral.referral_timestamp + reviewDays * 86_400 <= seconds()
  const rewardBody = (reward: SimulatedReward) => ({
    ...reward,
    description: '$10 off',
    discount: '10.0',
    type: 'coupon',
    coupon_code: `TEN${reward.id}`,
    coupon_code_expiry: '2030-12-31',
  })

  function signatureOf(params: Readonly<Record<string, string>>): string {
    const pairs = Object.entries(params)
      .filter(([name]) => name !== 'signature')
      .map(([name, value]) => `${name}=${value}`)
    return createHash('md5')
      .update(secretKey + pairs.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(''))
      .digest('hex')
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const [, method] = /^\/api\/v[12]\/(\w+)\.json$/.exec(url.pathname) ?? []
    const call = `${request.method} ${method}`
    const known = fields[call]
    if (!known) return say(404, 'Unknown method')
    const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    if (request.method === 'POST' && !isForm) return say(400, 'Send a form')
    const text = request.method === 'POST' ? await request.text() : url.search.slice(1)
    const params = Object.fromEntries(new URLSearchParams(text))
    const isTimely =
      /^\d{9,10}$/.test(params['timestamp'] ?? '') &&
      Math.abs(Number(params['timestamp']) - seconds()) <= skew
    if (params['accessID'] !== accessId || params['signature'] !== signatureOf(params) || !isTimely)
      return say(401, 'Invalid Credentials')
    const given = Object.keys(params).filter((name) => !['accessID', 'timestamp', 'signature'].includes(name))
    const odd = given.find((name) => !known.includes(name))
    const missing = known.slice(0, needed[call] ?? 0).find((name) => !params[name] && name !== 'last_name')
    if (odd !== undefined || missing !== undefined)
      return say(400, odd === undefined ? `Missing ${missing}` : `Unknown parameter ${odd}`)
    review()
    return answers[call]!(params)
  }

  const answers: Readonly<Record<string, (params: Readonly<Record<string, string>>) => Response>> = {
    'GET verify': () => say(200, 'Success'),
    'POST invite': () => say(200, 'Success'),
    'POST unsubscribed': () => say(200, 'Success'),
    'POST signup': ({ email = '', first_name, last_name }) => {
      if (!/^[^@\s]+@[^@\s]+$/.test(email)) return say(400, 'Email is invalid')
      const contact = contactOf(email, first_name, last_name)
      const message = contact.signedUp ? 'Contact already signed up.' : 'Success'
      contact.signedUp = true
      return say(200, message, {
        referral_link: `http://refer.acme.test/${contact.code}`,
        referralcorner_url: `http://acme.referralcandy.test/${contact.code}`,
      })
    },
    'POST purchase': (params) => {
      const {
        email = '',
        invoice_amount = '',
        currency_code = '',
        order_timestamp = '',
        referrer_id,
        first_name,
        last_name,
      } = params
      if (
        !/^\d+(\.\d+)?$/.test(invoice_amount) ||
        !/^[A-Z]{3}$/.test(currency_code) ||
        !/^\d{9,10}$/.test(order_timestamp)
      )
        return say(400, 'Invalid parameters')
      contactOf(email, first_name, last_name)
      purchases.push(params)
      const advocate = contacts.find(({ code }) => code === referrer_id)
      if (advocate && advocate.email !== email && !referrals.some((one) => one.referral_email === email))
        referrals.push({
          referral_email: email,
          referral_timestamp: Number(order_timestamp),
          referring_email: advocate.email,
          external_reference_id: params['external_reference_id'],
        })
      return say(200, 'Success', { referralcorner_url: 'http://acme.referralcandy.test/XY34ZT' })
    },
    'GET referrals': ({ period_from = '0', period_to = String(seconds()), customer_email }) => {
      const shown = referrals
        .filter(
          (one) =>
            one.referral_timestamp >= Number(period_from) && one.referral_timestamp <= Number(period_to),
        )
        .filter(
          (one) =>
            !returned.has(one.referral_email) &&
            (customer_email === undefined || one.referral_email === customer_email),
        )
        .map((one) => ({ ...one, review_period_over: isOver(one) }))
      return say(200, 'Success', {
        period_from: Number(period_from),
        period_to: Number(period_to),
        referrals: shown,
      })
    },
    'GET referrer': ({ customer_email }) =>
      say(200, 'Success', {
        referrer: referrals.find((one) => one.referral_email === customer_email)?.referring_email ?? null,
      }),
    'POST referral': ({ customer_email = '', returned: isReturned }) => {
      if (!referrals.some((one) => one.referral_email === customer_email))
        return say(400, 'Referral not found')
      if (isReturned === 'true') returned.add(customer_email)
      else returned.delete(customer_email)
      return say(200, 'Success', { customer_email })
    },
    'GET contacts': ({ id = '1', limit = '100' }) => {
      const shown = contacts.filter((one) => one.id >= Number(id)).slice(0, Math.min(100, Number(limit)))
      const bodies = shown.map(({ id, first, last, email }) => ({
        id,
        first_name: first,
        last_name: last,
        email,
        purchase_made: purchases.some((one) => one['email'] === email),
        purchases: [],
        unsubscribed: false,
      }))
      return say(200, 'Success', { total_count: contacts.length, contacts: bodies })
    },
    'GET rewards': ({ email, since_id = '0', status = 'all' }) => {
      const shown = rewards.filter(
        (one) =>
          one.id > Number(since_id) &&
          (email === undefined || one.advocate_email === email) &&
          (status === 'all' || one.status === status),
      )
      return say(200, 'Success', { since_id: Number(since_id), rewards: shown.slice(0, 50).map(rewardBody) })
    },
    'POST rewards': ({ id, status }) => {
      const reward = rewards.find((one) => one.id === Number(id))
      if (!reward || (status !== 'delivered' && status !== 'pending_fulfillment'))
        return say(400, 'Reward not found')
      reward.status = status
      return say(200, 'Success', { messages: 'Success', reward: rewardBody(reward) })
    },
  }

  return { accessId, secretKey, contacts, purchases, referrals, rewards, returned, fetch: answer }
}
