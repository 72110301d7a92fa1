import type { Customer, EventOf } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { failureOf, hasStatus, nothingThere } from '../vendor/failure.ts'
import { fieldsOf, listOf, majorUnits, minorUnits, needList } from '../vendor/fields.ts'
import { numberOf, present, textOf, type Fields } from '../vendor/fields.ts'
import { vouchedNews } from '../vendor/loose-news.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { createRecent } from '../vendor/recent.ts'
import { accepted, friendEmailMissing, notReferred, orderKnown } from '../vendor/recording.ts'
import { refundPartial, type Outcome } from '../vendor/recording.ts'
import { namesOf, needEmail, notThere, unknownReward } from '../vendor/refusals.ts'
import { reward } from '../vendor/shapes.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import * as records from './records.ts'

const { vendor } = records

/** What Ambassador needs. */
export interface AmbassadorOptions extends CountingOptions {
  readonly username: string
  /** Opens everything, and is a part of every address that is called: never in a browser, nor in a proxy's log. */
  readonly token: string
  /** The campaign's uid. */
  readonly campaign: string
  /** Works on the vendor's test data, which never mixes with the real. @default false */
  readonly sandbox?: boolean
}

/** Nobody gets a mail of the vendor's because of us. */
const quiet = { email_new_ambassador: '0' }
type Query = Readonly<Record<string, string | undefined>>

/** Ambassador (GetAmbassador): an ambassador is a participant, a commission is a referral and its reward in one. */
export function ambassador(options: AmbassadorOptions): VendorBackend {
  const { username, token, campaign, webhookSecret, now = Date.now } = options
  const { currency } = options.program
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
  const get = async (path: string, query: Query = {}): Promise<Fields> =>
    dataOf(await call({ method: 'GET', path: `${path}/`, query: { ...query, ...sandbox } }))
  /** Every write of ours is one however often it is sent. */
  const post = async (path: string, json: Query = {}): Promise<Fields> =>
    dataOf(await call({ method: 'POST', path: `${path}/`, json: { ...json, ...sandbox }, repeatable: true }))
  async function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('code' in who) {
      const { email, valid } = fieldsOf((await get('shortcode/get', { short_code: who.code })).shortcode)
      return numberOf(valid) === 0 || !textOf(email) ? undefined : find({ email: textOf(email)! })
    }
    const query = 'customer' in who ? { uid: who.customer } : { email: needEmail(vendor, who) }
    const data = await get('ambassador/get', query).catch(nothingThere)
    return data && fieldsOf(data.ambassador)
  }
  function personal({ id, email, name }: Customer): Query {
    const { first, last } = namesOf(name)
    return { email: needEmail(vendor, { email }), uid: id, first_name: first, last_name: last, ...quiet }
  }
  async function enrol(customer: Customer): Promise<Fields> {
    const known = customer.email ? undefined : await find({ customer: customer.id ?? '' })
    if (known) return known
    return fieldsOf((await post('ambassador/get', { ...personal(customer), auto_create: '1' })).ambassador)
  }
  const pages =
    <T>(send: typeof get, path: string, read: (item: Fields) => T, query: Query = {}): FetchPage<T> =>
    async (page = '1') => {
      const items = needList(vendor, await send(path, { ...query, page }), `${path.split('/')[0]}s`)
      return { items: items.map(read), ...(items.length >= 100 && { next: String(Number(page) + 1) }) }
    }
  /** They come of everybody at once: an import would read them all for each ambassador. */
  const all = createRecent(10_000, now, () =>
    collect(pages(post, 'commission/all', (one) => records.commissionOf(one, currency))),
  )
  async function commissions(keys?: readonly string[]): Promise<readonly records.Commission[]> {
    const own = (await all()).filter((one) => (one.campaign ?? campaign) === campaign)
    return keys ? own.filter(({ owners }) => owners.some((key) => keys.includes(key))) : own
  }
  async function conversion(event: EventOf<'conversion'>, email: string): Promise<Outcome> {
    if (!email) return friendEmailMissing(vendor)
    const { code, customer } = event
    const revenue = event.amount === undefined ? undefined : majorUnits(event.amount, currency)
    const facts = { campaign_uid: campaign, short_code: code, revenue, transaction_uid: event.order }
    try {
      await post('event/record', { ...personal({ ...customer, email }), ...facts, auto_create: '0' })
      all.forget()
      return accepted
    } catch (error) {
      const words = failureOf(error)?.words ?? ''
      if (hasStatus(error, 409)) return orderKnown
      // Somebody whom nobody is known to have brought needs a code, and the code has to be somebody's.
      if (hasStatus(error, 404) || (hasStatus(error, 400) && /short_?code/i.test(words))) return notReferred
      throw error
    }
  }
  async function refund({ order, amount }: EventOf<'refund'>): Promise<Outcome> {
    all.forget()
    const known = amount === undefined ? undefined : (await commissions()).find((one) => one.order === order)
    if (known && amount! < minorUnits(known.revenue, currency)) return refundPartial(vendor)
    await post('commission/update', { campaign_uid: campaign, transaction_uid: order, is_approved: '2' })
    all.forget()
    return accepted
  }
  async function approve(id: string): Promise<void> {
    const change = { commission_uid: id, is_approved: '1' }
    if (!(await post('commission/update', change).catch(nothingThere))) throw unknownReward(id)
    all.forget()
  }
  async function about(): Promise<Fields> {
    const { company, campaigns } = await get('company/get')
    const known = listOf(campaigns).flatMap(({ campaign_uid: uid }) => textOf(uid) ?? [])
    if (!known.includes(campaign)) throw notThere(vendor, 'campaign', campaign, known)
    return fieldsOf(company)
  }

  return composeBackend({
    name: 'ambassador',
    vendor,
    options,
    supports: [...usual, 'lookup.byCustomer', 'conversion.repeat'],
    landing: { params: ['mbsy'] },
    find,
    enrol,
    read: (found) => records.participantOf(found, campaign, currency),
    key: records.keysOf,
    taker: { conversion, refund },
    check: about,
    tell: async () => present({ name: textOf((await about()).company_name) }),
    referrals: async (keys) => records.referralsOf(await commissions(keys)),
    rewards: async (keys) => (await commissions(keys)).map((one) => reward(one, now())),
    ranking: {
      best: () =>
        collect(
          pages(get, 'ambassador/all', (one) => one, { min_referrals: '1' }),
          ({ email }) => email,
        ),
      ...records,
    },
    approve,
    receive: (request) =>
      vouchedNews(vendor, request, webhookSecret, records.newsTypes, now()).finally(all.forget),
    friends: async () => byReferrer(await commissions(), ({ owner }) => owner, records.referralsOf),
    people: pages(get, 'ambassador/all', (one) => records.personOf(one, campaign)),
  })
}

/** The envelope's own code, whatever the status is. */
function judge(body: Fields, status: number): { status?: number; words?: string; isForeign?: boolean } {
  const { code, message, errors } = fieldsOf(body.response)
  const [first] = Object.values(fieldsOf(errors)).flat()
  const words = textOf(first) ?? textOf(message) ?? ''
  return { status: numberOf(code) ?? status, words, isForeign: numberOf(code) === undefined }
}
