import type { EventOf } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { Capability, ParticipantKey } from '../backend.ts'
import { parseCustomer } from '../customer.ts'
import { failureOf, hasStatus, nothingThere } from '../vendor/failure.ts'
import {
  fieldsOf,
  listOf,
  majorUnits,
  needList,
  minorUnits,
  numberOf,
  present,
  textOf,
  type Fields,
} from '../vendor/fields.ts'
import { looseNews, vouchedEvent } from '../vendor/loose-news.ts'
import { collect, createLists, type FetchPage } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { rank } from '../vendor/ranking.ts'
import { readText } from '../vendor/reading.ts'
import { createRecent } from '../vendor/recent.ts'
import {
  accepted,
  createRecorder,
  friendEmailMissing,
  notKept,
  notReferred,
  orderKnown,
  rejected,
  type Outcome,
} from '../vendor/recording.ts'
import { cannot, namesOf, needEmail, unknownParticipant, unknownReward } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { parseNews } from '../vendor/webhook.ts'
import * as records from './records.ts'

const { vendor } = records

export interface AmbassadorOptions extends VendorOptions {
  readonly username: string
  /** The API token. It is part of every address that is called, and opens everything: never in a browser, nor in a proxy's log. */
  readonly token: string
  /** The campaign's uid. */
  readonly campaign: string
  /** The program's conversion that earns a commission; the vendor hears of no other. @default the program's first */
  readonly conversion?: string
  /** Works on the vendor's test data, which never mixes with the real. @default false */
  readonly sandbox?: boolean
  /** A secret of your own in the webhook's address, `…?event=Commission%20Created&secret=…`; without it none is taken. */
  readonly webhookSecret?: string
}

const offered: readonly Capability[] = [
  ...([
    'programInfo',
    'lookup.byCustomer',
    'lookup.byCode',
    'lookup.readOnly',
    'leaderboard',
    'stats',
  ] as const),
  ...(['conversion.idempotent', 'conversion.repeat', 'refunds'] as const),
  ...(['referrals', 'rewards', 'rewards.all', 'rewards.approve'] as const),
]

/** Ambassador (GetAmbassador): an ambassador is a participant, a commission is a referral and its reward in one. */
export function ambassador(options: AmbassadorOptions): VendorBackend {
  const { program, username, token, campaign, webhookSecret, now = Date.now } = options
  const { currency } = program
  const counted = options.conversion ?? program.conversions[0]!.name
  const base = (options.url ?? 'https://api.getambassador.com/api/v2').replace(/\/+$/, '')
  const call = createTransport({
    name: vendor,
    secrets: [token, username, webhookSecret ?? ''],
    judge,
    ...options,
    url: `${base}/${pathOf(username, token)}/json`,
  })
  const sandbox = options.sandbox ? { sandbox: '1' } : {}
  const dataOf = (answer: Fields): Fields => fieldsOf(fieldsOf(answer.response).data)
  const get = async (
    path: string,
    query: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Fields> =>
    dataOf(await call({ method: 'GET', path: `${path}/`, query: { ...query, ...sandbox } }))
  /** Every write of ours is one however often it is sent. */
  const post = async (
    path: string,
    fields: Readonly<Record<string, string | undefined>>,
  ): Promise<Fields> => {
    const form = present({ ...fields, ...sandbox }) as Record<string, string>
    return dataOf(await call({ method: 'POST', path: `${path}/`, form, repeatable: true }))
  }

  async function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('code' in who) {
      const { email, valid } = fieldsOf((await get('shortcode/get', { short_code: who.code })).shortcode)
      const isThere = textOf(valid) === '1' || valid === true
      return isThere && textOf(email) !== undefined ? find({ email: textOf(email)! }) : undefined
    }
    const query = 'customer' in who ? { uid: who.customer } : { email: needEmail(vendor, who) }
    const data = await get('ambassador/get', query).catch(nothingThere)
    return data && fieldsOf(data.ambassador)
  }
  const read = (found: Fields) => records.participantOf(found, campaign, currency)

  const pages =
    <T>(list: string, load: (page: string) => Promise<Fields>, shape: (item: Fields) => T): FetchPage<T> =>
    async (page = '1') => {
      const items = needList(vendor, await load(page), list)
      return { items: items.map(shape), ...(items.length >= 100 && { next: String(Number(page) + 1) }) }
    }
  const people = <T>(
    shape: (item: Fields) => T,
    query: Readonly<Record<string, string>> = {},
  ): FetchPage<T> => pages('ambassadors', (page) => get('ambassador/all', { ...query, page }), shape)
  const commissions = pages('commissions', (page) => post('commission/all', { page }), records.commissionOf)

  const commissionsOf = async (owners?: readonly string[]): Promise<readonly records.Commission[]> =>
    (await collect(commissions)).filter(
      (one) => !owners || one.ambassador.some((key) => owners.includes(key)),
    )
  async function ownersOf(who: ParticipantKey): Promise<readonly string[]> {
    const found = await find(who)
    if (!found) throw unknownParticipant(vendor, who)
    return [found.email, found.uid].flatMap((key) => textOf(key)?.toLowerCase() ?? [])
  }

  async function conversion({
    name,
    code,
    customer,
    order,
    ...money
  }: EventOf<'conversion'>): Promise<Outcome> {
    if (name !== counted) return notKept
    if (!customer?.email) return friendEmailMissing(vendor)
    const { first, last } = namesOf(customer.name)
    const revenue = money.amount === undefined ? undefined : majorUnits(money.amount, currency)
    const friend = {
      email: needEmail(vendor, customer),
      uid: customer.id,
      first_name: first,
      last_name: last,
    }
    const quiet = { auto_create: '0', email_new_ambassador: '0' }
    const event = { campaign_uid: campaign, short_code: code, revenue, transaction_uid: order }
    try {
      await post('event/record', { ...friend, ...event, ...quiet })
      return accepted
    } catch (error) {
      if (hasStatus(error, 409)) return orderKnown
      if (hasStatus(error, 404) || isWithoutCode(error)) return notReferred
      if (hasStatus(error, 400)) return rejected('vendor-refused', (error as Error).message)
      throw error
    }
  }

  async function refund({ name, order, amount }: EventOf<'refund'>): Promise<Outcome> {
    if (name !== counted) return notKept
    const known =
      amount === undefined ? undefined : (await commissionsOf()).find((one) => one.order === order)
    if (known && amount !== undefined && amount < minorUnits(known.revenue, currency))
      return rejected(
        'refund-partial',
        `${vendor} takes back whole orders only. Change the commission in its dashboard.`,
      )
    try {
      await post('commission/update', { campaign_uid: campaign, transaction_uid: order, is_approved: '2' })
      return accepted
    } catch (error) {
      if (hasStatus(error, 404))
        return rejected('order-unknown', `${vendor} has no commission of the order "${order}".`)
      if (hasStatus(error, 400)) return rejected('refund-refused', (error as Error).message)
      throw error
    }
  }

  const record = createRecorder(program, { conversion, refund }, now)
  const best = createRecent(60_000, now, () => collect(people((one) => one, { min_referrals: '1' })))
  async function about(): Promise<Fields> {
    const { company, campaigns } = await get('company/get')
    const known = listOf(campaigns).map(({ campaign_uid: uid }) => textOf(uid))
    if (known.includes(campaign)) return fieldsOf(company)
    const has = known.join(', ') || 'none'
    throw new GoodwordError('vendor-refused', `${vendor} has no campaign "${campaign}". It has: ${has}.`)
  }
  async function receive(request: Request) {
    const event = vouchedEvent(vendor, request, webhookSecret)
    return [looseNews(parseNews(vendor, await readText(vendor, request)), event, records.newsTypes, now())]
  }

  return {
    name: 'ambassador',
    landing: { params: ['mbsy'] },
    supports: new Set(webhookSecret ? [...offered, 'webhooks.verified'] : offered),
    program: createProgramView(
      program,
      async () => present({ name: textOf((await about()).company_name) }),
      now,
    ),
    check: async () => void (await about()),
    async enrol(customer) {
      const { id, name, email } = parseCustomer(customer)
      const known = id !== undefined && !email ? await find({ customer: id }) : undefined
      if (known) return read(known)
      const { first, last } = namesOf(name)
      const quiet = { auto_create: '1', email_new_ambassador: '0' }
      const person = { email: needEmail(vendor, { email }), uid: id, first_name: first, last_name: last }
      return read(fieldsOf((await post('ambassador/get', { ...person, ...quiet })).ambassador))
    },
    async participant(who) {
      const found = await find(who)
      return found && read(found)
    },
    record: (events, { source = 'browser' } = {}) => record(events, source),
    ...createLists(
      ownersOf,
      async (owners) => (await commissionsOf(owners)).map(records.referralOf),
      async (owners) => (await commissionsOf(owners)).map((one) => records.rewardOf(one, currency)),
    ),
    async approve(id) {
      const failed = await post('commission/update', { commission_uid: id, is_approved: '1' }).then(
        () => false,
        (error: unknown) => nothingThere(error) === undefined,
      )
      if (failed) throw unknownReward(id)
    },
    leaderboard: async ({ limit } = {}) => rank(await best(), records.nameOf, records.friendsOf, limit),
    invite: cannot(vendor, 'send invitations'),
    receive,
    people: people((one) => records.personOf(one, campaign)),
  }
}

/** The envelope's own code, whatever the status is. */
function judge(body: Fields, status: number): { status?: number; words?: string } {
  const { code, message, errors } = fieldsOf(body.response)
  const [first] = Object.values(fieldsOf(errors)).flat()
  return { status: numberOf(code) ?? status, words: textOf(first) ?? textOf(message) ?? '' }
}

/** A friend whom nobody is known to have brought needs a code. */
const isWithoutCode = (error: unknown): boolean =>
  hasStatus(error, 400) && /short_?code/i.test(failureOf(error)?.words ?? '')
