// Dub's REST API for partners, as its own client's types describe it, with one program. For tests only; not published.
import type { ReferralEvent } from '@goodword/program'
import type { VendorBackend } from '../src/vendor/vendor-backend.ts'
import { answer, oddField, readCall, type Call } from './call.ts'

/** Keys. */
export interface DubOptions {
  readonly apiKey?: string
  readonly domain?: string
  readonly now?: () => number
}

interface Partner {
  readonly id: string
  readonly email: string
  name: string
  tenantId: string | null
  readonly key: string
  readonly createdAt: string
  clicks: number
}

interface SimulatedCommission {
  readonly id: string
  readonly invoiceId: string
  readonly amount: number
  readonly customer: { readonly id: string; readonly externalId: string; readonly name: string }
  readonly partner: Partner
  readonly createdAt: string
  status: string
}

type Fields = Readonly<Record<string, unknown>>

const customerFields = ['customerExternalId', 'customerName', 'customerEmail', 'customerAvatar', 'metadata']
const saleFields = ['amount', 'currency', 'paymentProcessor', 'invoiceId', 'leadEventName']
const fields: Readonly<Record<string, readonly string[]>> = {
  'POST /partners': ['email', 'name', 'username', 'tenantId', 'groupId', 'country', 'linkProps'],
  'POST /track/lead': [...customerFields, 'clickId', 'eventName', 'mode', 'eventQuantity'],
  'POST /track/sale': [...customerFields, ...saleFields, 'clickId', 'eventName'],
  PATCH: ['earnings', 'saleAmount', 'modifySaleAmount', 'currency', 'status'],
}

/** A workspace of one's own, with nobody in it. */
export function createDubSimulator({
  apiKey = 'dub_key_0123456789',
  domain = 'go.shop.example',
  now = Date.now,
}: DubOptions = {}) {
  const partners: Partner[] = []
  const clicks = new Map<string, Partner>()
  const customers = new Map<
    string,
    { readonly id: string; readonly name: string; readonly partner: Partner }
  >()
  const commissions: SimulatedCommission[] = []
  let ids = 0
  const fail = (status: number, code: string, message: string): Response =>
    answer({ error: { code, message, doc_url: 'https://dub.co/docs/api-reference/errors' } }, status)
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const nextId = (kind: string): string => `${kind}_${(++ids + 46_656).toString(36)}`
  const stamp = (): string => new Date(now()).toISOString()

  function showPartner({ key, clicks, ...partner }: Partner): object {
    const sold = commissions.filter((one) => one.partner.id === partner.id)
    const link = {
      id: `link_${key}`,
      domain,
      key,
      shortLink: `https://${domain}/${key}`,
      url: 'https://shop.example/',
      clicks,
      leads: sold.length,
      conversions: new Set(sold.map(({ customer }) => customer.id)).size,
      sales: sold.length,
      saleAmount: sold.reduce((sum, { amount }) => sum + amount, 0),
    }
    return { ...partner, status: 'approved', links: [link], totalClicks: clicks }
  }
  const showCommission = ({ partner, customer, ...rest }: SimulatedCommission): object => ({
    ...rest,
    type: 'sale',
    earnings: rest.amount / 10,
    currency: 'usd',
    description: null,
    paidAt: null,
    customer: { ...customer, createdAt: rest.createdAt },
    partner: { id: partner.id, name: partner.name, email: partner.email },
  })

  function upsert(body: Fields): Response {
    const email = text(body['email']).toLowerCase()
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) return fail(422, 'unprocessable_entity', 'email: Invalid email')
    let partner = partners.find((one) => one.email === email)
    if (!partner) {
      const key = `dub${(partners.length + 46_656).toString(36)}`
      partner = { id: nextId('pn'), email, name: email, tenantId: null, key, createdAt: stamp(), clicks: 0 }
      partners.push(partner)
    }
    partner.name = text(body['name']) || partner.name
    partner.tenantId = text(body['tenantId']) || partner.tenantId
    return answer(showPartner(partner), 201)
  }

  function track(what: string, body: Fields): Response {
    const externalId = text(body['customerExternalId'])
    if (!externalId) return fail(422, 'unprocessable_entity', 'customerExternalId: Required')
    const clickId = text(body['clickId'])
    const clicked = clicks.get(clickId)
    if (clickId && !clicked) return fail(404, 'not_found', `Click event not found for click ID: ${clickId}`)
    if (clicked && !customers.has(externalId))
      customers.set(externalId, {
        id: nextId('cus'),
        name: text(body['customerName']) || 'Big Red Caribou',
        partner: clicked,
      })
    const customer = customers.get(externalId)
    const eventName = text(body['eventName'])
    if (what === 'lead') return answer({ click: { id: clickId }, link: null, customer: { externalId } })
    const { amount, invoiceId } = body
    if (!Number.isInteger(amount)) return fail(422, 'unprocessable_entity', 'amount: Expected number')
    if (!customer) return answer({ eventName, customer: null, sale: null })
    if (!commissions.some((one) => one.invoiceId === invoiceId))
      commissions.push({
        id: nextId('cm'),
        invoiceId: text(invoiceId),
        amount: amount as number,
        customer: { id: customer.id, externalId, name: customer.name },
        partner: customer.partner,
        createdAt: stamp(),
        status: 'pending',
      })
    return answer({ eventName, customer: { id: customer.id, externalId }, sale: { amount, invoiceId } })
  }

  /** The best come first, unless the call says otherwise; a sale moves somebody to another page. */
  function sorted({ sortBy = 'totalSaleAmount', sortOrder = 'desc' }: Call['query']): Partner[] {
    const sold = new Map<string, SimulatedCommission[]>()
    for (const one of commissions) {
      const own = sold.get(one.partner.id)
      if (own) own.push(one)
      else sold.set(one.partner.id, [one])
    }
    const places = new Map(
      partners.map((partner, place) => {
        const own = sold.get(partner.id) ?? []
        const buyers = new Set(own.map(({ customer }) => customer.id)).size
        const amount = own.reduce((sum, one) => sum + one.amount, 0)
        return [partner, { createdAt: place, totalConversions: buyers, totalSaleAmount: amount }[sortBy] ?? 0]
      }),
    )
    const order = sortOrder === 'asc' ? 1 : -1
    return partners.toSorted((a, b) => order * (places.get(a)! - places.get(b)!))
  }

  function read(path: string, query: Call['query']): Response {
    const size = Number(query['pageSize'] ?? 100)
    if (!(size >= 1 && size <= 100)) return fail(422, 'unprocessable_entity', 'pageSize: 1 to 100')
    if (path === '/links/info') {
      const partner = partners.find(({ key }) => key === query['key'] && query['domain'] === domain)
      return partner
        ? answer({ id: `link_${partner.key}`, domain, key: partner.key, partnerId: partner.id })
        : fail(404, 'not_found', 'Link not found.')
    }
    const { email, tenantId, search, partnerId, invoiceId, startingAfter, page = '1' } = query
    if (path === '/partners') {
      const found = sorted(query).filter(
        (one) =>
          (tenantId === undefined || one.tenantId === tenantId) &&
          (email === undefined || one.email === email.toLowerCase()) &&
          (search === undefined || [one.id, one.name, one.email].some((it) => it.includes(search))),
      )
      return answer(found.slice((Number(page) - 1) * size, Number(page) * size).map(showPartner))
    }
    if (path !== '/commissions') return fail(404, 'not_found', 'Not found.')
    const found = commissions
      .filter(
        (one) =>
          (partnerId === undefined || one.partner.id === partnerId) &&
          (invoiceId === undefined || one.invoiceId === invoiceId),
      )
      .toReversed()
    const from = startingAfter === undefined ? 0 : found.findIndex(({ id }) => id === startingAfter) + 1
    return answer(found.slice(from, from + size).map(showCommission))
  }

  return {
    apiKey,
    domain,
    partners,
    commissions,
    /** Somebody follows a partner's link: the click id that Dub's script puts into the cookie `dub_id`. */
    click(key: string): string | undefined {
      const partner = partners.find((one) => one.key === key)
      if (!partner) return undefined
      const id = nextId('click')
      partner.clicks++
      clicks.set(id, partner)
      return id
    },
    async fetch(request: Request): Promise<Response> {
      if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
        return fail(401, 'unauthorized', 'Unauthorized: Invalid API key.')
      const call = await readCall(request, '')
      const { method, path, query } = call
      if (method === 'GET') return read(path, query)
      const odd = oddField(call.body, fields[method === 'PATCH' ? method : `${method} ${path}`] ?? [])
      if (odd !== undefined) return fail(422, 'unprocessable_entity', `Unrecognized key: ${odd}`)
      const body = call.body as Fields
      if (path === '/partners') return upsert(body)
      if (path.startsWith('/track/')) return track(path.slice('/track/'.length), body)
      const commission = commissions.find(({ id }) => path === `/commissions/${id}`)
      if (!commission) return fail(404, 'not_found', 'Commission not found.')
      commission.status = text(body['status']) || commission.status
      return answer(showCommission(commission))
    },
  }
}

/** What Dub's script does in a friend's browser: it makes a click of the link that they followed. */
export function withClicks(
  backend: VendorBackend,
  { click }: Pick<ReturnType<typeof createDubSimulator>, 'click'>,
): VendorBackend {
  const clicked = <Event extends ReferralEvent>(event: Event): Event =>
    event?.type === 'conversion' && event.code ? { ...event, code: click(event.code) ?? event.code } : event
  return { ...backend, record: (events, options) => backend.record(events.map(clicked), options) }
}
