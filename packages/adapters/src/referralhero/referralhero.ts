import type { EventOf } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { nothingThere } from '../vendor/failure.ts'
import { fieldsOf, firstText, listOf, majorUnits, needList } from '../vendor/fields.ts'
import { numberOf, present, textOf, type Fields } from '../vendor/fields.ts'
import { looseNews } from '../vendor/loose-news.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { readText } from '../vendor/reading.ts'
import { accepted, friendKnown, notReferred, orderKnown, type Outcome } from '../vendor/recording.ts'
import { needEmail, onlyByEmail } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import { parseNews, requireSignature } from '../vendor/webhook.ts'
import * as records from './records.ts'

const { vendor } = records

/** What ReferralHero needs. */
export interface ReferralHeroOptions extends CountingOptions {
  /** The account's API token. It opens everything: never in a browser. */
  readonly token: string
  /** The campaign's uuid, "MF…". */
  readonly campaign: string
  /** The subscriber's own field that keeps the order they count by, to tell it from another one. @default 'extra_field_2' */
  readonly orderField?: 'extra_field' | 'extra_field_2' | 'option_field'
}

/**
 * ReferralHero: a subscriber of the campaign is a participant. A friend becomes a subscriber too, and counts once, by
 * the first order.
 */
export function referralhero(options: ReferralHeroOptions): VendorBackend {
  const { program, token, campaign, orderField = 'extra_field_2', webhookSecret, now = Date.now } = options
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
    if ('code' in who) return get(`${subscribers}/retrieve_by_mwr`, { mwr: who.code })
    if ('email' in who) return byEmail(needEmail(vendor, who))
    throw onlyByEmail(vendor, 'the owner’s customer id')
  }
  const pages =
    <T>(path: string, name: string, read: (item: Fields) => T): FetchPage<T> =>
    async (cursor = '1') => {
      const data = (await get(path, { page: cursor })) ?? {}
      const isLast = Number(cursor) >= (numberOf(fieldsOf(data.pagination).total_pages) ?? 1)
      const items = needList(vendor, data, name).map(read)
      return { items, ...(!isLast && { next: String(Number(cursor) + 1) }) }
    }

  async function conversion(event: EventOf<'conversion'>, email: string): Promise<Outcome> {
    const { code, customer, order, ...money } = event
    const referrer = code === undefined ? await byEmail(email) : await find({ code })
    // The vendor would make a subscriber of somebody whom nobody brought, or who brought themselves.
    if (!referrer || (code !== undefined && textOf(referrer.email)?.toLowerCase() === email))
      return notReferred
    const bond = { name: customer?.name, referrer: code, status: 'custom_event_pending' }
    const value = money.currency && Number(majorUnits(money.amount ?? 0, money.currency))
    const converted = { email, transaction_id: order, ...(value && { conversion_value: value }) }
    let friend: Fields = {}
    const { it, isNew } = await once<Outcome>(
      email,
      async () => {
        friend = await subscribe({ email, ...present(bond), [orderField]: order })
        if (!records.isReferred(friend)) return notReferred
        if (!records.isConfirmed(friend)) return undefined
        return friend[orderField] === order ? orderKnown : friendKnown
      },
      async () => {
        if (friend[orderField] !== order)
          await post(`${subscribers}/${records.idOf(friend)}`, { [orderField]: order }, true)
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
    const event = firstText(body, 'event', 'event_type', 'type', 'trigger') ?? ''
    return [looseNews(body, event, records.newsTypes, now())]
  }

  const bonuses = async () => listOf((await call({ method: 'GET', path: `${list}/bonuses` })).data)

  return composeBackend({
    name: 'referralhero',
    vendor,
    options,
    supports: [...usual, 'stats.held'],
    landing: { params: ['mwr'], cookie: `__maitre-referrer-${campaign}` },
    find,
    enrol: ({ email, name }) => subscribe({ email: needEmail(vendor, { email }), ...present({ name }) }),
    read: records.participantOf,
    key: records.idOf,
    taker: { conversion },
    friendsByEmail: true,
    check: bonuses,
    async tell(counted) {
      const incentives = (await bonuses()).map((one) => records.incentiveOf(one, counted))
      return incentives.length > 0 ? { incentives } : {}
    },
    referrals: (id) => collect(pages(`${subscribers}/${id}/referred`, 'subscribers', records.referralOf)),
    rewards: (id) =>
      collect(
        pages(`${id ? `${subscribers}/${id}` : list}/rewards`, 'rewards', (one) =>
          records.rewardOf(one, now()),
        ),
      ),
    ranking: {
      best: async () => listOf((await get(`${list}/leaderboard`, { count: 100 }))?.ranking),
      ...records,
    },
    receive,
    friends: async () =>
      byReferrer(await collect(pages(subscribers, 'subscribers', (one) => one)), records.referrerOf, (own) =>
        own.map(records.referralOf),
      ),
    people: pages(subscribers, 'subscribers', records.personOf),
  })
}

/** The envelope refuses within any status; somebody who is not there is a 403. */
function judge(body: Fields, status: number): { status?: number; words?: string; isForeign?: boolean } {
  const words = firstText(body, 'message', 'code') ?? ''
  const isForeign = body.status === undefined && body.data === undefined
  if (textOf(body.status)?.toLowerCase() !== 'error') return { words, isForeign }
  if (/token|inactive_account/.test(textOf(body.code) ?? '')) return { status: 401, words }
  return { status: status === 403 ? 404 : Math.max(status, 400), words }
}
