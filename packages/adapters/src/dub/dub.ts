import type { Customer, EventOf } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { byReferrer } from '../vendor/by-referrer.ts'
import { composeBackend, usual } from '../vendor/compose.ts'
import { hasStatus, nothingThere } from '../vendor/failure.ts'
import { fieldsOf, needList, present, textOf, type Fields } from '../vendor/fields.ts'
import { createOnce } from '../vendor/once.ts'
import { collect, type FetchPage } from '../vendor/paging.ts'
import { accepted, friendEmailMissing, notReferred, orderKnown } from '../vendor/recording.ts'
import { orderUnknown, refundPartial, type Outcome } from '../vendor/recording.ts'
import { needEmail, notThere } from '../vendor/refusals.ts'
import { createTransport, pathOf } from '../vendor/transport.ts'
import type { CountingOptions, VendorBackend } from '../vendor/vendor-backend.ts'
import * as records from './records.ts'
import { receive } from './webhook.ts'

const { vendor } = records

/** What Dub needs. */
export interface DubOptions extends CountingOptions {
  /** The workspace's API key. It opens everything: on a server only. */
  readonly apiKey: string
  /** The program's domain for links, such as `go.example.com`. */
  readonly domain: string
}

type Query = Readonly<Record<string, string | undefined>>

/** By itself, Dub puts those first who sell most: a sale would move somebody between two pages. */
const steady = { sortBy: 'createdAt', sortOrder: 'asc' } as const

/**
 * Dub Partners: a partner is a participant, a commission is a friend's sale. A sale belongs to a click, not to a link: the
 * code of an order is what stands in the cookie `dub_id`, which Dub's own script sets.
 */
export function dub(options: DubOptions): VendorBackend {
  const { program, apiKey, domain, webhookSecret, now = Date.now } = options
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.dub.co',
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey, webhookSecret ?? ''],
    judge: ({ error }) => present({ words: textOf(fieldsOf(error).message) }),
  })
  const once = createOnce()
  const get = (path: string, query: Query): Promise<Fields> => call({ method: 'GET', path, query })
  /** Partners come by page, commissions after one another. */
  const pages =
    <T>(path: string, read: (item: Fields) => T, query: Query = {}): FetchPage<T> =>
    async (cursor) => {
      const place = path === 'partners' ? { page: cursor ?? '1' } : { startingAfter: cursor }
      const items = needList(vendor, await get(path, { ...query, ...place, pageSize: '100' }), 'items')
      const next = path === 'partners' ? String(Number(cursor ?? '1') + 1) : textOf(items.at(-1)?.id)
      return { items: items.map(read), ...(items.length >= 100 && next !== undefined && { next }) }
    }
  const partner = async (query: Query, field: string, value: string): Promise<Fields | undefined> =>
    needList(vendor, await get('partners', query), 'items').find(
      (one) => textOf(one[field])?.toLowerCase() === value.toLowerCase(),
    )
  async function find(who: ParticipantKey): Promise<Fields | undefined> {
    if ('customer' in who) return partner({ tenantId: who.customer }, 'tenantId', who.customer)
    if ('email' in who) {
      const email = needEmail(vendor, who)
      return partner({ email }, 'email', email)
    }
    const link = await get('links/info', { domain, key: who.code }).catch(nothingThere)
    const id = textOf(link?.partnerId)
    return id === undefined ? undefined : partner({ search: id }, 'id', id)
  }
  async function enrol({ id, name, email }: Customer): Promise<Fields> {
    const known = email === undefined && id !== undefined ? await find({ customer: id }) : undefined
    if (known) return known
    const json = { email: needEmail(vendor, { email }), ...present({ name, tenantId: id }) }
    // Whoever is there already is updated.
    return call({ method: 'POST', path: 'partners', json, repeatable: true })
  }

  const commissions = (query: Query): Promise<records.Commission[]> =>
    collect(pages('commissions', records.commissionOf, { interval: 'all', type: 'sale', ...query }))
  const byOrder = async (invoiceId: string): Promise<records.Commission | undefined> =>
    (await commissions({ invoiceId })).find((one) => one.order === invoiceId)

  async function conversion(event: EventOf<'conversion'>, email: string): Promise<Outcome> {
    const { code, customer = {}, order, amount, name: eventName } = event
    const customerExternalId = customer.id ?? email
    if (!customerExternalId) return friendEmailMissing(vendor)
    const friend = present({ clickId: code, customerName: customer.name, customerEmail: email || undefined })
    const facts = { customerExternalId, eventName, ...friend }
    const sale = { ...facts, amount, currency: event.currency ?? program.currency, invoiceId: order }
    // A lead needs a click; a sale may be of a friend who is known.
    if (amount === undefined && code === undefined) return notReferred
    const json = amount === undefined ? { ...facts, mode: 'wait' } : { ...sale, paymentProcessor: 'custom' }
    const path = amount === undefined ? 'track/lead' : 'track/sale'
    const send = async () => {
      const answer = await call({ method: 'POST', path, json, repeatable: true })
      // `null` where nobody brought it.
      if (answer.customer !== null) records.idOfCustomer(answer)
      return answer
    }
    try {
      const { it, isNew } = await once<unknown>(order, () => byOrder(order), send)
      if (!isNew) return orderKnown
      return fieldsOf(it).customer === null ? notReferred : accepted
    } catch (error) {
      if (hasStatus(error, 404)) return notReferred
      throw error
    }
  }
  async function refund({ order, amount = Infinity }: EventOf<'refund'>): Promise<Outcome> {
    const found = await byOrder(order)
    if (!found) return orderUnknown(vendor, order)
    if (found.isLost) return orderKnown
    if (amount < found.sale) return refundPartial(vendor)
    const json = { status: 'refunded' }
    await call({ method: 'PATCH', path: pathOf('commissions', found.id), json, repeatable: true })
    return accepted
  }

  return composeBackend({
    name: 'dub',
    vendor,
    options,
    supports: [...usual, 'lookup.byCustomer', 'conversion.repeat', 'stats.clicks'],
    landing: { params: ['dub_id'], cookie: 'dub_id', isClick: true },
    find,
    enrol,
    read: (one) => records.participantOf(one, domain),
    key: records.idOf,
    taker: { conversion, refund },
    async check() {
      const partners = await pages('partners', records.domainsOf)()
      const known = [...new Set(partners.items.flat())]
      if (known.length > 0 && !known.includes(domain))
        throw notThere(vendor, 'link of a partner on', domain, known)
    },
    referrals: async (partnerId) => records.referralsOf(await commissions({ partnerId })),
    rewards: async (partnerId) =>
      (await commissions({ partnerId })).map((one) => records.rewardOf(one, now())),
    ranking: {
      best: () => collect(pages('partners', (one) => one, steady)),
      ...records,
    },
    receive: (request) => receive(request, webhookSecret, now()),
    friends: async () => byReferrer(await commissions({}), ({ owner }) => owner, records.referralsOf),
    people: pages('partners', (one) => records.personOf(one, domain), steady),
  })
}
