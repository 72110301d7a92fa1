import type { EventOf } from '@goodword/program'
import type { Capability, ParticipantKey } from '../backend.ts'
import { parseCustomer } from '../customer.ts'
import { nothingThere } from '../vendor/failure.ts'
import {
  fieldsOf,
  listOf,
  needList,
  majorUnits,
  needText,
  numberOf,
  present,
  textOf,
  type Fields,
} from '../vendor/fields.ts'
import { looseNews } from '../vendor/loose-news.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, createLists, type FetchPage } from '../vendor/paging.ts'
import { createProgramView } from '../vendor/program-view.ts'
import { rank } from '../vendor/ranking.ts'
import { readText } from '../vendor/reading.ts'
import { createRecent } from '../vendor/recent.ts'
import {
  accepted,
  createRecorder,
  friendEmailMissing,
  friendKnown,
  notReferred,
  type Outcome,
} from '../vendor/recording.ts'
import { cannot, needEmail, unknownParticipant, unsupported } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { VendorBackend, VendorOptions } from '../vendor/vendor-backend.ts'
import { parseNews, requireSignature } from '../vendor/webhook.ts'
import * as records from './records.ts'

const { vendor } = records

export interface ReferralHeroOptions extends VendorOptions {
  /** The account's API token. It opens everything: never in a browser. */
  readonly token: string
  /** The campaign's uuid, "MF…". */
  readonly campaign: string
  /** The program's conversion that counts; any other only makes the friend a subscriber. @default the program's first */
  readonly conversion?: string
  /** The secret that "Payload Verification" shows; without it no webhook is taken. */
  readonly webhookSecret?: string
}

const offered: readonly Capability[] = [
  ...([
    'programInfo',
    'lookup.byCode',
    'lookup.readOnly',
    'stats',
    'referrals',
    'rewards',
    'rewards.all',
  ] as const),
  ...(['conversion.idempotent', 'conversion.requiresFriend', 'leaderboard'] as const),
]

/**
 * ReferralHero: a subscriber of the campaign is a participant. A friend becomes a subscriber too, and counts once, by
 * the first order; which order that was the vendor does not tell.
 */
export function referralhero(options: ReferralHeroOptions): VendorBackend {
  const { program, token, campaign, webhookSecret, now = Date.now } = options
  const counted = options.conversion ?? program.conversions[0]!.name
  const call = createTransport({
    name: vendor,
    secrets: [token, webhookSecret ?? ''],
    headers: { authorization: `Bearer ${token}` },
    judge,
    ...options,
    url: options.url ?? 'https://app.referralhero.com/api/v2',
  })
  const once = createOnce()
  const list = pathOf('lists', campaign)
  const subscribers = `${list}/subscribers`

  const get = (path: string, query: Record<string, string | number> = {}): Promise<Fields | undefined> =>
    call({ method: 'GET', path, query }).then(({ data }) => fieldsOf(data), nothingThere)
  const post = async (path: string, json: Fields, repeatable: boolean): Promise<Fields> =>
    fieldsOf((await call({ method: 'POST', path, json, repeatable })).data)
  /** The same e-mail again gives the subscriber that is there, unchanged: safe to repeat. */
  const subscribe = (fields: Fields): Promise<Fields> =>
    post(subscribers, { ...fields, domain: program.url, double_optin: false }, true)
  const byEmail = (email: string) => get(`${subscribers}/retrieve_by_email`, { email })

  async function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('customer' in who) throw unsupported(vendor, 'find somebody by the owner’s customer id')
    return 'email' in who
      ? byEmail(needEmail(vendor, who))
      : get(`${subscribers}/retrieve_by_mwr`, { mwr: who.code })
  }
  async function idOf(who: ParticipantKey): Promise<string> {
    const found = await find(who)
    if (!found) throw unknownParticipant(vendor, who)
    return needText(vendor, found, 'id')
  }

  const pages =
    <T>(path: string, name: string, read: (item: Fields) => T): FetchPage<T> =>
    async (cursor = '1') => {
      const data = (await get(path, { page: cursor })) ?? {}
      const isLast = Number(cursor) >= (numberOf(fieldsOf(data.pagination).total_pages) ?? 1)
      const items = needList(vendor, data, name).map(read)
      return { items, ...(!isLast && { next: String(Number(cursor) + 1) }) }
    }

  async function conversion({
    code,
    customer,
    name,
    order,
    ...money
  }: EventOf<'conversion'>): Promise<Outcome> {
    if (!customer?.email) return friendEmailMissing(vendor)
    const email = needEmail(vendor, customer)
    const referrer = code === undefined ? await byEmail(email) : await find({ code })
    // The vendor would make a subscriber of somebody whom nobody brought, or who brought themselves.
    if (!referrer || (code !== undefined && textOf(referrer.email)?.toLowerCase() === email))
      return notReferred
    const bond = { referrer: code, status: 'custom_event_pending' }
    const value = money.currency && Number(majorUnits(money.amount ?? 0, money.currency))
    const converted = { email, transaction_id: order, ...(value && { conversion_value: value }) }
    const { it, isNew } = await once<Outcome>(
      email,
      async () => {
        const friend = await subscribe({ email, ...present({ name: customer.name, ...bond }) })
        if (!records.isReferred(friend)) return notReferred
        if (name !== counted) return accepted
        return records.isConfirmed(friend) ? friendKnown : undefined
      },
      async () => {
        await post(`${subscribers}/track_referral_conversion_event`, converted, false)
        return accepted
      },
    )
    return isNew ? accepted : it
  }

  async function receive(request: Request) {
    const text = await readText(vendor, request)
    await requireSignature(vendor, request.headers.get('x-referralhero-signature'), webhookSecret, text)
    const body = parseNews(vendor, text)
    const event = textOf(body.event) ?? textOf(body.event_type) ?? textOf(body.type) ?? textOf(body.trigger)
    return [looseNews(body, event ?? '', records.newsTypes, now())]
  }

  const record = createRecorder(program, { conversion }, now)
  const ranking = createRecent(60_000, now, () => get(`${list}/leaderboard`, { count: 100 }))
  const bonuses = async () => listOf((await call({ method: 'GET', path: `${list}/bonuses` })).data)
  const view = createProgramView(
    program,
    async () => {
      const incentives = (await bonuses()).map((one) => records.incentiveOf(one, counted))
      return incentives.length > 0 ? { incentives } : {}
    },
    now,
  )

  return {
    name: 'referralhero',
    landing: { params: ['mwr'], cookie: `__maitre-referrer-${campaign}` },
    supports: new Set(webhookSecret ? [...offered, 'webhooks.verified'] : offered),
    program: view,
    check: async () => void (await bonuses()),
    async enrol(customer) {
      const { email, name } = parseCustomer(customer)
      return records.participantOf(
        await subscribe({ email: needEmail(vendor, { email }), ...present({ name }) }),
      )
    },
    async participant(who) {
      const found = await find(who)
      return found && records.participantOf(found)
    },
    record: (events, { source = 'browser' } = {}) => record(events, source),
    ...createLists(
      idOf,
      (id) => collect(pages(`${subscribers}/${id}/referred`, 'subscribers', records.referralOf)),
      (id) => collect(pages(`${id ? `${subscribers}/${id}` : list}/rewards`, 'rewards', records.rewardOf)),
    ),
    leaderboard: async ({ limit } = {}) =>
      rank(listOf((await ranking())?.ranking), ({ name }) => name, records.friendsOf, limit),
    invite: cannot(vendor, 'send invitations'),
    receive,
    people: pages(subscribers, 'subscribers', records.personOf),
  }
}

/** The envelope refuses within any status; somebody who is not there is a 403. */
function judge(body: Fields, status: number): { status?: number; words?: string } {
  const words = textOf(body.message) ?? textOf(body.code) ?? ''
  if (textOf(body.status)?.toLowerCase() !== 'error') return { words }
  if (/token|inactive_account/.test(textOf(body.code) ?? '')) return { status: 401, words }
  if (status === 403) return { status: 404, words }
  return { status: status < 400 ? 400 : status, words }
}
