import type { Customer, EventOf } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import { needList, needText, numberOf, present, type Fields } from '../vendor/fields.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { accepted, notReferred, orderKnown, orderUnknown, type Outcome } from '../vendor/recording.ts'
import { namesOf, needEmail, unknownReward } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import * as records from './records.ts'
import { receive } from './webhook.ts'

const { vendor } = records

/** What FirstPromoter needs. */
export interface FirstPromoterOptions extends CountingOptions {
  /** The account's API key. It opens everything: on a server only. */
  readonly apiKey: string
  readonly accountId: string
  /** The campaign's id, where there are several. @default each promoter's first */
  readonly campaign?: string
}

/** FirstPromoter: a promoter is a participant, a commission is a friend's order and its reward in one. */
export function firstpromoter(options: FirstPromoterOptions): VendorBackend {
  const { program, apiKey, accountId, campaign, webhookSecret, now = Date.now } = options
  const { currency } = program
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.firstpromoter.com/api/v2',
    headers: { authorization: `Bearer ${apiKey}`, 'account-id': accountId },
    secrets: [apiKey, webhookSecret ?? ''],
  })
  const once = createOnce()
  const get = (path: string, query: Record<string, string | undefined> = {}): Promise<Fields> =>
    call({ method: 'GET', path: `company/${path}`, query })
  /** A list comes as it is, or as `data`. */
  const pages =
    <T>(path: string, read: (item: Fields) => T, query: Record<string, string> = {}): FetchPage<T> =>
    async (page = '1') => {
      const answer = await get(path, { ...query, page, per_page: '100' })
      const items = needList(vendor, answer, answer.data === undefined ? 'items' : 'data')
      return { items: items.map(read), ...(items.length >= 100 && { next: String(Number(page) + 1) }) }
    }
  const promoter = (key: string, by: string): Promise<Fields | undefined> =>
    get(pathOf('promoters', key), { find_by: by }).catch(nothingThere)
  function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('customer' in who) return promoter(who.customer, 'cust_id')
    return 'code' in who ? promoter(who.code, 'ref_token') : promoter(needEmail(vendor, who), 'email')
  }
  async function enrol({ id, name, email }: Customer): Promise<Fields> {
    const known = email === undefined && id !== undefined ? await find({ customer: id }) : undefined
    if (known) return known
    const key = needEmail(vendor, { email })
    const { first, last } = namesOf(name)
    const json = {
      email: key,
      profile: present({ first_name: first, last_name: last }),
      ...present({ cust_id: id, initial_campaign_id: numberOf(campaign) }),
      drip_emails: false,
    }
    const { it } = await once(
      key,
      () => find({ email: key }),
      () => call({ method: 'POST', path: 'company/promoters', json }),
    )
    return it
  }

  /** Every event has an id of ours, by which FirstPromoter takes it once. */
  async function track(what: 'sale' | 'refund' | 'signup', fields: Fields): Promise<void> {
    const json = { ...fields, skip_email_notification: true }
    const answer = await call({ method: 'POST', path: `track/${what}`, json, repeatable: true })
    // A 204 has nothing in it; whatever else says nothing of the event is not FirstPromoter's, and the event comes again.
    if (Object.keys(answer).length > 0) needText(vendor, answer, 'id', 'etype', 'event_id', 'message')
  }
  const friendOf = (customer: Customer | undefined, email: string) =>
    email ? { email } : present({ uid: customer?.id })

  async function conversion(event: EventOf<'conversion'>, email: string): Promise<Outcome> {
    const { code, customer, order, amount } = event
    const facts = { ...friendOf(customer, email), ...present({ ref_id: code }) }
    const money = { amount, currency: event.currency ?? currency }
    try {
      await (amount === undefined
        ? track('signup', facts)
        : track('sale', { ...facts, ...money, event_id: order }))
      return accepted
    } catch (error) {
      if (hasStatus(error, 404)) return notReferred
      // A sign-up is told once of a friend, and has no id.
      if (hasStatus(error, 409) || (amount === undefined && hasStatus(error, 422))) return orderKnown
      throw error
    }
  }
  async function refund(event: EventOf<'refund'>, email: string): Promise<Outcome> {
    const { order, customer, id, amount } = event
    const found = await commissions({ q: order })
    const sold = found.find((one) => one.order === order && one.sale > 0)
    if (!sold) return orderUnknown(vendor, order)
    // Our ids of what came back begin so: what comes back now is of the rest, and the same again is known by its id.
    const whole = `${order}:refund`
    const event_id = amount === undefined ? whole : `${whole}:${id}`
    const back = found.filter((one) => one.sale < 0 && one.order?.startsWith(whole))
    const rest = back.reduce((left, one) => left + one.sale, sold.sale)
    if (rest <= 0 || back.some((one) => one.order === event_id)) return orderKnown
    const facts = { amount: String(Math.min(amount ?? rest, rest)), currency, sale_event_id: order }
    const friend = email || customer?.id ? friendOf(customer, email) : sold.friendFields
    return track('refund', { ...friend, ...facts, event_id }).then(
      () => accepted,
      (error: unknown) => {
        if (hasStatus(error, 409)) return orderKnown
        throw error
      },
    )
  }

  const commissions = (query: Record<string, string> = {}): Promise<records.Commission[]> =>
    collect(pages('commissions', (one) => records.commissionOf(one, currency), query))
  const commissionsOf = async (id?: string): Promise<records.Commission[]> => {
    const own = await commissions(id === undefined ? {} : { 'filters[promoter_id]': id })
    return id === undefined ? own : own.filter(({ owner }) => owner === id)
  }

  return composeBackend({
    name: 'firstpromoter',
    vendor,
    options,
    supports: [...usual, 'lookup.byCustomer', 'conversion.repeat', 'refunds.partial', 'stats.clicks'],
    landing: { params: ['fpr', 'fp_ref', 'via', 'ref', 'deal', '_from', '_by', '_go'] },
    find,
    enrol,
    read: (one) => records.participantOf(one, campaign),
    key: records.idOf,
    taker: { conversion, refund },
    check: () => get('promoters', { per_page: '1' }),
    referrals: async (id) => records.referralsOf(await commissionsOf(id)),
    rewards: async (id) => (await commissionsOf(id)).flatMap((one) => records.rewardOf(one, now())),
    async approve(id) {
      if (!(await commissions({ 'ids[]': id })).some((one) => one.id === id)) throw unknownReward(id)
      const json = { ids: [Number(id)] }
      await call({ method: 'POST', path: 'company/commissions/approve', json, repeatable: true })
    },
    ranking: {
      best: () => collect(pages('promoters', (one) => one)),
      ...records,
    },
    receive: (request) => receive(request, webhookSecret, now()),
    friends: async () => byReferrer(await commissions(), ({ owner }) => owner, records.referralsOf),
    people: pages('promoters', (one) => records.personOf(one, campaign)),
  })
}
