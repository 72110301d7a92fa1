// FirstPromoter's REST API, v2, as its OpenAPI descriptions have it, with one campaign. For tests only; not published.
import { answer, oddField, readCall, type Call } from './call.ts'

/** Keys, and what the vendor's documents leave open. */
export interface FirstPromoterOptions {
  readonly apiKey?: string
  readonly accountId?: string
  /** How a list comes: its two descriptions differ. */
  readonly lists?: 'bare' | 'data'
  readonly now?: () => number
}

interface Promoter {
  readonly id: number
  readonly email: string
  readonly cust_id: string | null
  readonly profile: { readonly first_name?: string; readonly last_name?: string }
  readonly ref_token: string
  readonly joined_at: string
}

interface Lead {
  readonly id: number
  readonly email: string | null
  readonly uid: string | null
  readonly promoter: Promoter
}

interface SimulatedCommission {
  readonly id: number
  readonly event_id: string
  readonly sale_amount: number
  readonly lead: Lead
  readonly created_at: string
  status: 'pending' | 'approved' | 'denied'
  is_paid: boolean
}

type Fields = Readonly<Record<string, unknown>>

const campaign = 28004
const event = ['email', 'uid', 'event_id', 'amount', 'quantity', 'currency', 'skip_email_notification']
const promoterFields = ['email', 'cust_id', 'profile', 'initial_campaign_id', 'drip_emails', 'always_approve']
const fields: Readonly<Record<string, readonly string[]>> = {
  'POST company/promoters': promoterFields,
  'POST company/commissions/approve': ['ids'],
  'POST track/signup': ['email', 'uid', 'tid', 'ref_id', 'ip', 'created_at', 'skip_email_notification'],
  'POST track/sale': [...event, 'plan', 'mrr', 'promo_code', 'tid', 'ref_id'],
  'POST track/refund': [...event, 'sale_event_id'],
}

/** An account of one's own, with nobody in it. Commissions wait for somebody to approve them. */
export function createFirstPromoterSimulator({
  apiKey = 'fp_key_0123456789',
  accountId = 'acc_1',
  lists = 'bare',
  now = Date.now,
}: FirstPromoterOptions = {}) {
  const promoters: Promoter[] = []
  const leads: Lead[] = []
  const commissions: SimulatedCommission[] = []
  /** Who got a mail. */
  const mails: string[] = []
  const fail = (status: number, message: string, code?: string): Response =>
    answer({ message, ...(code && { code }) }, status)
  const stamp = (): string => new Date(now()).toISOString()
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')

  function showPromoter(promoter: Promoter): object {
    const own = leads.filter((lead) => lead.promoter === promoter)
    const sold = commissions.filter(({ lead, sale_amount }) => lead.promoter === promoter && sale_amount > 0)
    const { ref_token, profile, joined_at, ...rest } = promoter
    return {
      ...rest,
      name: [profile.first_name, profile.last_name].filter(Boolean).join(' ') || promoter.email,
      profile,
      joined_at,
      stats: {
        clicks_count: 0,
        referrals_count: own.length,
        sales_count: sold.length,
        customers_count: new Set(sold.map(({ lead }) => lead.id)).size,
        revenue_amount: sold.reduce((sum, { sale_amount }) => sum + sale_amount, 0),
      },
      promoter_campaigns: [
        {
          id: promoter.id + 1000,
          campaign_id: campaign,
          promoter_id: promoter.id,
          state: 'accepted',
          ref_token,
          ref_link: `https://shop.example/?fpr=${ref_token}`,
        },
      ],
      balances: { cash: null },
    }
  }
  const showCommission = ({ lead, ...rest }: SimulatedCommission): object => ({
    ...rest,
    commission_type: 'sale',
    original_sale_amount: rest.sale_amount,
    original_sale_currency: null,
    unit: 'cash',
    amount: Math.trunc(rest.sale_amount / 5),
    promoter_campaign: {
      id: lead.promoter.id + 1000,
      campaign_id: campaign,
      promoter_id: lead.promoter.id,
      promoter: { id: lead.promoter.id, email: lead.promoter.email },
    },
    referral: { id: lead.id, email: lead.email, uid: lead.uid },
    reward: { id: 157_427, name: '20% commission' },
  })

  function list(items: readonly object[], { page = '1', per_page = '20' }: Call['query']): Response {
    const size = Number(per_page)
    if (!(Number(page) >= 1) || !(size >= 1 && size <= 100)) return fail(400, 'per_page must be 1 to 100')
    const shown = items.slice((Number(page) - 1) * size, Number(page) * size)
    return answer(lists === 'bare' ? shown : { data: shown, meta: { pending_count: 0 } })
  }

  function findPromoter(key: string, by = 'id'): Promoter | undefined {
    if (by === 'email') return promoters.find(({ email }) => email === key.toLowerCase())
    if (by === 'cust_id') return promoters.find(({ cust_id }) => cust_id === key)
    if (by === 'ref_token') return promoters.find(({ ref_token }) => ref_token === key)
    return promoters.find(({ id }) => String(id) === key)
  }

  function create(body: Fields): Response {
    const email = text(body['email']).toLowerCase()
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) return fail(422, 'Email is invalid')
    if (findPromoter(email, 'email')) return fail(422, 'Email has already been taken')
    if (body['drip_emails'] !== false) mails.push(email)
    const promoter: Promoter = {
      id: 577_000 + promoters.length,
      email,
      cust_id: text(body['cust_id']) || null,
      profile: { ...(body['profile'] as Promoter['profile']) },
      ref_token: `fp${(promoters.length + 46_656).toString(36)}x`,
      joined_at: stamp(),
    }
    promoters.push(promoter)
    return answer(showPromoter(promoter), 201)
  }

  /** The lead that an event is of; `ref_id` makes one. */
  function leadOf(body: Fields): Lead | undefined {
    const [email, uid] = [text(body['email']).toLowerCase(), text(body['uid'])]
    const known = leads.find((lead) => (email ? lead.email === email : lead.uid === uid))
    const promoter = promoters.find(({ ref_token }) => ref_token === body['ref_id'])
    if (known || !promoter) return known
    const lead = { id: 29_203_000 + leads.length, email: email || null, uid: uid || null, promoter }
    leads.push(lead)
    return lead
  }

  function track(what: string, body: Fields): Response {
    if (!text(body['email']) === !text(body['uid']))
      return fail(400, 'Error. Email and uid can not be blank!')
    if (what === 'signup') {
      if (!text(body['ref_id'])) return fail(404, 'Visitor  invalid, not found.')
      const before = leads.length
      if (!leadOf(body)) return fail(404, 'Visitor  invalid, not found.')
      if (leads.length === before) return fail(422, 'there is already a signup event registered on this lead')
      return answer({ id: 1, etype: 'signup', commissions: [] })
    }
    const amount = what === 'sale' ? body['amount'] : Number(body['amount'])
    const event_id = text(body['event_id'])
    if (!Number.isInteger(amount) || Number(amount) <= 0 || !event_id)
      return fail(400, 'Error. Amount blank or invalid.')
    if (commissions.some((one) => one.event_id === event_id))
      return fail(409, `The '${what}' event with the id '${event_id}' already exists.`)
    const lead = leadOf(body)
    if (!lead) return fail(404, 'Referral corresponding to email or uid parameter not found.', 'not_found')
    const commission: SimulatedCommission = {
      id: 13_533_000 + commissions.length,
      event_id,
      sale_amount: what === 'sale' ? Number(amount) : -Number(amount),
      lead,
      created_at: stamp(),
      status: 'pending',
      is_paid: false,
    }
    commissions.push(commission)
    return answer({ id: commission.id, etype: what, commissions: [showCommission(commission)] })
  }

  function approve({ ids }: Fields): Response {
    if (!Array.isArray(ids) || ids.length === 0) return fail(422, 'ids are needed')
    for (const one of commissions)
      if (ids.includes(one.id) && one.status === 'pending') one.status = 'approved'
    return answer({ id: 1, status: 'completed', processed_count: ids.length })
  }

  function route({ method, path, query }: Call, body: Fields): Response {
    const [scope, kind = '', key] = path.split('/').slice(1)
    if (method === 'POST' && scope === 'track') return track(kind, body)
    if (method === 'POST') return kind === 'promoters' ? create(body) : approve(body)
    if (kind === 'promoters' && key === undefined) return list(promoters.map(showPromoter), query)
    if (kind === 'promoters') {
      const found = findPromoter(decodeURIComponent(key!), query['find_by'])
      return found ? answer(showPromoter(found)) : fail(404, 'Promoter not found', 'not_found')
    }
    if (kind !== 'commissions' || key !== undefined) return fail(404, 'Not found')
    const { q, 'ids[]': id, 'filters[promoter_id]': owner } = query
    const found = commissions.filter(
      (one) =>
        (q === undefined || [one.event_id, one.lead.email, one.lead.uid].some((it) => it?.includes(q))) &&
        (id === undefined || String(one.id) === id) &&
        (owner === undefined || String(one.lead.promoter.id) === owner),
    )
    return list(found.toReversed().map(showCommission), query)
  }

  return {
    apiKey,
    accountId,
    promoters,
    commissions,
    mails,
    async fetch(request: Request): Promise<Response> {
      const { headers } = request
      if (headers.get('authorization') !== `Bearer ${apiKey}` || headers.get('account-id') !== accountId)
        return fail(401, 'Unauthorized', 'unauthorized')
      const { pathname } = new URL(request.url)
      const call = await readCall(request, '/api/v2')
      const raw = { ...call, path: pathname.replace('/api/v2', '') }
      if (call.method === 'GET') return route(raw, {})
      const known = fields[`${call.method} ${raw.path.slice(1)}`]
      if (!known) return fail(404, 'Not found')
      const odd = oddField(call.body, known)
      return odd === undefined ? route(raw, call.body as Fields) : fail(422, `Unknown parameter: ${odd}`)
    },
  }
}
