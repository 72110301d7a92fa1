// Tapfiliate's REST API, 1.6, as its documentation describes it, with one program. For tests only; not published.
import { answer, oddField, readCall, type Call } from './call.ts'

/** Keys, and what the vendor's documents leave open. */
export interface TapfiliateOptions {
  readonly apiKey?: string
  readonly program?: string
  /** How many items a page has: two documents differ. */
  readonly perPage?: 25 | 50
  /** How a code of nobody's is refused; not documented. */
  readonly unknownCode?: 404 | 422
  readonly now?: () => number
}

interface Affiliate {
  readonly id: string
  readonly email: string
  readonly firstname: string
  readonly lastname: string
  readonly created_at: string
  /** Once they are in the program. */
  code?: string
}

interface SimulatedConversion {
  readonly id: string
  readonly external_id: string
  readonly amount: number
  readonly affiliate: Affiliate
  readonly meta_data: Fields
  readonly created_at: string
  readonly commission: { readonly id: string; approved: boolean }
}

type Fields = Readonly<Record<string, unknown>>

const attribution = ['program_id', 'referral_code', 'click_id', 'customer_id']
const fields: Readonly<Record<string, readonly string[]>> = {
  affiliates: ['email', 'firstname', 'lastname', 'meta_data'],
  programs: ['affiliate', 'approved', 'coupon'],
  clicks: ['referral_code', 'ip', 'user_agent', 'landing_page', 'referrer'],
  conversions: [...attribution, 'external_id', 'amount', 'currency', 'commission_type', 'meta_data'],
}

/** An account of one's own, with nobody in it. Commissions wait for somebody to approve them. */
export function createTapfiliateSimulator({
  apiKey = 'tap_key_0123456789',
  program = 'juniper-friends',
  perPage = 25,
  unknownCode = 422,
  now = Date.now,
}: TapfiliateOptions = {}) {
  const affiliates: Affiliate[] = []
  const conversions: SimulatedConversion[] = []
  const clicks: { readonly code: string; readonly landing_page: string }[] = []
  let ids = 0
  const fail = (status: number, message: string): Response => answer({ message }, status)
  const stamp = (): string => new Date(now()).toISOString().replace(/\.\d+Z$/, '+00:00')
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const nextId = (kind: string): string => `${kind}_${(++ids + 46_656).toString(36)}`

  const showAffiliate = ({ code: _code, ...affiliate }: Affiliate): object => affiliate
  const showAffiliation = (affiliate: Affiliate): object => ({
    affiliate: showAffiliate(affiliate),
    program: { id: program, title: 'Juniper Friends' },
    approved: true,
    coupon: null,
    referral_link: `https://shop.example/?ref=${affiliate.code}`,
    created_at: affiliate.created_at,
  })
  const showConversion = ({ affiliate, commission, ...rest }: SimulatedConversion): object => ({
    ...rest,
    program_id: program,
    affiliate: showAffiliate(affiliate),
    commissions: [
      {
        ...commission,
        amount: rest.amount / 10,
        commission_type: { id: 'default', name: 'Default Commission', type: 'percentage', percentage: 10 },
        conversion_id: rest.id,
        created_at: rest.created_at,
      },
    ],
  })
  function list(items: readonly object[], { page = '1' }: Call['query']): Response {
    const from = (Number(page) - 1) * perPage
    return from >= 0 ? answer(items.slice(from, from + perPage)) : fail(400, 'page is not a number')
  }
  const byCode = (code: unknown): Affiliate | undefined => affiliates.find((one) => one.code === code)
  const nobody = (): Response => fail(unknownCode, 'No affiliate has this referral_code')

  function create(kind: string, body: Fields): Response {
    if (kind === 'affiliates') {
      const email = text(body['email']).toLowerCase()
      const [firstname, lastname] = [text(body['firstname']), text(body['lastname'])]
      if (!/^[^@\s]+@[^@\s]+$/.test(email) || !firstname || !lastname)
        return fail(422, 'email, firstname and lastname are needed')
      if (affiliates.some((one) => one.email === email)) return fail(422, 'email is taken')
      const affiliate = { id: nextId('af'), email, firstname, lastname, created_at: stamp() }
      affiliates.push(affiliate)
      return answer(showAffiliate(affiliate), 201)
    }
    const affiliate = byCode(body['referral_code'])
    if (kind === 'clicks') {
      if (!affiliate) return nobody()
      clicks.push({ code: affiliate.code!, landing_page: text(body['landing_page']) })
      return answer({ id: nextId('cl') }, 201)
    }
    if (body['program_id'] !== program) return fail(404, 'Program not found')
    if (!affiliate) return nobody()
    const conversion: SimulatedConversion = {
      id: nextId('cv'),
      external_id: text(body['external_id']),
      amount: Number(body['amount'] ?? 0),
      affiliate,
      meta_data: (body['meta_data'] ?? {}) as Fields,
      created_at: stamp(),
      commission: { id: nextId('co'), approved: false },
    }
    conversions.push(conversion)
    return answer(showConversion(conversion), 201)
  }

  function read(kind: string, query: Call['query']): Response {
    const { email, affiliate_id, external_id, program_id } = query
    if (kind === 'affiliates')
      return list(
        affiliates
          .filter((one) => email === undefined || one.email === email.toLowerCase())
          .map(showAffiliate),
        query,
      )
    if (kind !== 'conversions' || program_id !== program) return fail(404, 'Not found')
    const found = conversions.filter(
      (one) =>
        (affiliate_id === undefined || one.affiliate.id === affiliate_id) &&
        (external_id === undefined || one.external_id === external_id),
    )
    return list(found.toReversed().map(showConversion), query)
  }

  function inProgram(method: string, id: string | undefined, query: Call['query'], body: Fields): Response {
    const members = affiliates.filter(({ code }) => code !== undefined)
    if (method === 'GET' && id === undefined) return list(members.map(showAffiliation), query)
    const key = id ?? (body['affiliate'] as Fields | undefined)?.['id']
    const affiliate = affiliates.find((one) => one.id === key)
    if (!affiliate || (method === 'GET' && affiliate.code === undefined))
      return fail(404, 'Affiliate not found')
    affiliate.code ??= `nw${(++ids + 46_656).toString(36)}`
    return answer(showAffiliation(affiliate), method === 'GET' ? 200 : 201)
  }

  function route({ method, query }: Call, path: readonly string[], body: Fields): Response {
    const [kind = '', id, what, member] = path
    if (kind === 'programs' && id !== program) return fail(404, 'Program not found')
    if (kind === 'programs' && what === 'affiliates') return inProgram(method, member, query, body)
    if (kind === 'programs') return answer({ id: program, title: 'Juniper Friends', currency: 'USD' })
    if (id === undefined) return method === 'POST' ? create(kind, body) : read(kind, query)
    if (kind === 'conversions' && method === 'DELETE') {
      const index = conversions.findIndex((one) => one.id === id)
      if (index < 0) return fail(404, 'Conversion not found')
      conversions.splice(index, 1)
      return new Response(null, { status: 204 })
    }
    const conversion = conversions.find(({ commission }) => commission.id === id)
    if (kind !== 'commissions' || what !== 'approved' || method !== 'PUT') return fail(404, 'Not found')
    if (!conversion) return fail(404, 'Commission not found')
    conversion.commission.approved = true
    return new Response(null, { status: 204 })
  }

  return {
    apiKey,
    program,
    affiliates,
    conversions,
    clicks,
    async fetch(request: Request): Promise<Response> {
      if (request.headers.get('x-api-key') !== apiKey) return fail(401, 'Invalid API key')
      const { pathname } = new URL(request.url)
      if (!/^\/1\.6\/.+\/$/.test(pathname)) return fail(404, 'Not found')
      const path = pathname.split('/').slice(2, -1).map(decodeURIComponent)
      const call = await readCall(request, '/1.6')
      const odd = call.method === 'POST' ? oddField(call.body, fields[path[0] ?? ''] ?? []) : undefined
      return odd === undefined
        ? route(call, path, (call.body ?? {}) as Fields)
        : fail(422, `Unknown parameter: ${odd}`)
    },
  }
}
