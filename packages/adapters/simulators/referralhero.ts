import { createHmac } from 'node:crypto'
import { answer, oddField, readCall, type Call } from './call.ts'
import { createHeroRecords, heroBonuses, type HeroSubscriber } from './referralhero-records.ts'

/** Keys, and what the vendor’s documents leave open. */
export interface ReferralHeroOptions {
  readonly token?: string
  readonly list?: string
  readonly webhookSecret?: string
  /** The value of `status` in a success; the vendor's documents show only "error". */
  readonly success?: string
  /** How reward keys are written; clients of the vendor show both. */
  readonly casing?: 'snake' | 'camel'
  /** Calls that are answered before the limit. */
  readonly calls?: number
  readonly now?: () => number
}

const perPage = 50
const identity = ['email', 'phone_number', 'crypto_wallet_address', 'other_identifier_value']
const conversionFields = [
  ...identity,
  'name',
  'referrer',
  'conversion_value',
  'transaction_id',
  'product_id',
  'stripe_customer_id',
]
const extraFields = ['extra_field', 'extra_field_2', 'option_field']
const subscriberFields = [
  ...conversionFields,
  'domain',
  'double_optin',
  'source',
  'device',
  'points',
  ...extraFields,
  'status',
  'tags',
]

/** ReferralHero's REST API, version 2, with one campaign: a subscriber is a participant. */
export function createReferralHeroSimulator({
  token = 'rh_token_1',
  list = 'MFdemo1',
  webhookSecret = 'rh_hook_1',
  success = 'ok',
  casing = 'snake',
  calls = Number.POSITIVE_INFINITY,
  now = Date.now,
}: ReferralHeroOptions = {}) {
  const records = createHeroRecords(casing, now)
  const { subscribers, conversions, transactions, rewards } = records
  const { seconds, find, broughtBy, show, showReward, reward } = records
  /** E-mails that people got, by address. */
  const mails: string[] = []
  let callsLeft = calls

  const ok = (data: unknown): Response =>
    answer({ status: success, message: null, code: null, data, calls_left: callsLeft, timestamp: seconds() })
  const fail = (status: number, code: string, message: string): Response =>
    answer({ status: 'error', message, code }, status)
  function paged<T extends object>(
    name: string,
    items: readonly T[],
    page: string | undefined,
    shown: (item: T) => object = (item) => item,
  ): Response {
    const current = Number(page ?? 1)
    if (!Number.isInteger(current) || current < 1) return fail(400, 'invalid_page', 'page is not a number')
    const pagination = {
      total_pages: Math.ceil(items.length / perPage),
      current_page: current,
      per_page: perPage,
      total_objects: items.length,
    }
    const own = items.slice((current - 1) * perPage, current * perPage)
    return ok({ [name]: own.map(shown), pagination })
  }

  function enrol(body: Record<string, unknown>): Response {
    const odd = oddField(body, subscriberFields)
    if (odd) return fail(400, 'invalid_parameter', `Unknown parameter: ${odd}`)
    if (typeof body.email !== 'string') return fail(400, 'missing_parameter', 'email is missing')
    if (body.status !== undefined && body.status !== 'custom_event_pending')
      return fail(400, 'invalid_parameter', 'status can only be custom_event_pending')
    const known = find(body.email)
    if (known) return ok(show(known, 'subscriber_retrieved'))
    const place = subscribers.length + 1
    const subscriber: HeroSubscriber = {
      id: `sub_${place.toString(16).padStart(8, '0')}`,
      email: body.email.toLowerCase(),
      name: textOf(body.name) ?? '',
      code: `c${place.toString(36).padStart(6, '0')}`,
      host: textOf(body.domain) ?? 'https://shop.example/',
      createdAt: seconds(),
      referrer: find(body.referrer)?.id,
      verified: body.double_optin === false,
      extra: extraOf(body),
      status: body.status === undefined ? 'confirmed' : 'custom_event_pending',
    }
    subscribers.push(subscriber)
    if (body.double_optin !== false) mails.push(subscriber.email)
    if (subscriber.status === 'confirmed') reward(subscriber)
    return ok(show(subscriber, 'subscriber_created'))
  }

  function convert(body: Record<string, unknown>): Response {
    const odd = oddField(body, conversionFields)
    if (odd) return fail(400, 'invalid_parameter', `Unknown parameter: ${odd}`)
    const friend = find(body.email)
    if (!friend) return fail(403, 'subscriber_not_found', 'No such subscriber')
    const value = Number(body.conversion_value ?? 0)
    if (Number.isNaN(value)) return fail(400, 'invalid_parameter', 'conversion_value is not a number')
    conversions.push({ email: friend.email, value, transaction: textOf(body.transaction_id) })
    if (friend.status !== 'confirmed') {
      friend.status = 'confirmed'
      reward(friend)
    }
    return ok(show(friend, 'referral_confirmed'))
  }

  function purchase(body: Record<string, unknown>): Response {
    const odd = oddField(body, ['email', 'amount', 'transaction_id', 'product_id'])
    if (odd) return fail(400, 'invalid_parameter', `Unknown parameter: ${odd}`)
    const friend = find(body.email)
    const { amount } = body
    if (typeof amount !== 'number') return fail(400, 'missing_parameter', 'amount is missing')
    if (!friend) return fail(403, 'subscriber_not_found', 'No such subscriber')
    const transaction = textOf(body.transaction_id)
    transactions.push({ email: friend.email, value: amount, transaction })
    const facts = { id: transactions.length, amount, transaction_id: transaction, product_id: null }
    return ok({ response: 'transaction_added', transaction_time: seconds(), ...facts })
  }

  function read({ path, query }: Call): Response | undefined {
    const [, lists, uuid, section, key, part] = path.split('/')
    if (lists !== 'lists') return undefined
    if (uuid === undefined)
      return paged(
        'lists',
        [
          {
            uuid: list,
            name: 'Juniper Coffee',
            subscribers: subscribers.length,
            created_at: 1487347070,
            type: 'referral',
          },
        ],
        query.page,
      )
    if (uuid !== list) return fail(401, 'invalid_uuid', 'No such campaign')
    if (section === 'bonuses') return ok(heroBonuses)
    if (section === 'rewards')
      return paged(
        'rewards',
        rewards.map((one) => showReward(one, true)),
        query.page,
      )
    if (section === 'leaderboard') {
      const count = Number(query.count ?? 10)
      if (!(count >= 10 && count <= 100)) return fail(400, 'invalid_parameter', 'count is 10 to 100')
      const ranking = subscribers
        .filter(({ id }) => broughtBy(id, 'confirmed').length > 0)
        .sort((a, b) => broughtBy(b.id, 'confirmed').length - broughtBy(a.id, 'confirmed').length)
      return ok({ ranking: ranking.slice(0, count).map((one) => show(one)), count })
    }
    if (section !== 'subscribers') return undefined
    if (key === undefined) return paged('subscribers', subscribers, query.page, (one) => show(one))
    const wanted = key === 'retrieve_by_email' ? query.email : key === 'retrieve_by_mwr' ? query.mwr : key
    if (wanted === undefined) return fail(400, 'missing_parameter', 'email or mwr is missing')
    const found = find(wanted)
    if (!found?.verified) return fail(403, 'subscriber_not_found', 'No such subscriber')
    if (part === undefined) return ok(show(found))
    if (part === 'referred') return paged('subscribers', broughtBy(found.id), query.page, (one) => show(one))
    if (part === 'level_1_referrals')
      return paged(
        'subscribers',
        broughtBy(found.id, 'confirmed').map((one) => show(one)),
        query.page,
      )
    if (part === 'rewards') {
      const own = rewards.filter((one) => one.subscriber === found.id)
      return paged(
        'rewards',
        own.map((one) => showReward(one, false)),
        query.page,
      )
    }
    return undefined
  }

  function write({ path, body }: Call): Response | undefined {
    const [, , uuid, section, key] = path.split('/')
    if (uuid !== list) return fail(401, 'invalid_uuid', 'No such campaign')
    if (section !== 'subscribers') return undefined
    if (typeof body !== 'object' || body === null)
      return fail(400, 'missing_parameter', 'The body is no JSON object')
    const fields: Record<string, unknown> = { ...body }
    if (key === undefined) return enrol(fields)
    if (key === 'track_referral_conversion_event') return convert(fields)
    if (key === 'add_transactions') return purchase(fields)
    const known = subscribers.find(({ id }) => id === key)
    if (!known) return fail(403, 'subscriber_not_found', 'No such subscriber')
    if (oddField(fields, extraFields)) return fail(400, 'invalid_parameter', 'Unknown parameter')
    known.extra = { ...known.extra, ...extraOf(fields) }
    return ok(show(known, 'subscriber_updated'))
  }

  return {
    token,
    list,
    webhookSecret,
    subscribers,
    conversions,
    transactions,
    rewards,
    mails,
    /** Answers one request under `/api/v2`. */
    async fetch(request: Request): Promise<Response> {
      const { headers } = request
      const given = headers.get('x-api-key') ?? /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1]
      if (given === undefined) return fail(401, 'no_token', 'An API token is needed')
      if (given !== token) return fail(401, 'invalid_token', 'The API token is not valid')
      if (callsLeft <= 0)
        return answer({ status: 'error', message: 'Too many calls', code: 'rate_limit' }, 429)
      callsLeft--
      const call = await readCall(request, '/api/v2')
      const done = call.method === 'GET' ? read(call) : call.method === 'POST' ? write(call) : undefined
      return done ?? fail(404, 'not_found', `No such call: ${call.method} ${call.path}`)
    },
    /** A delivery to `url`, signed as the vendor does; its documents leave the encoding open. */
    webhook(url: string, body: object, encoding: 'base64' | 'hex' = 'base64'): Request {
      const text = JSON.stringify(body)
      const signature = createHmac('sha256', webhookSecret).update(text).digest(encoding)
      const headers = { 'content-type': 'application/json', 'x-referralhero-signature': signature }
      return new Request(url, { method: 'POST', body: text, headers })
    },
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const extraOf = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(extraFields.flatMap((name) => (textOf(body[name]) ? [[name, textOf(body[name])!]] : [])))
