// How ReferralCandy's calls are signed, and which fields each of them takes.
import { createHash } from 'node:crypto'

const fields: Readonly<Record<string, readonly string[]>> = {
  'GET verify': [],
  'POST signup': ['first_name', 'last_name', 'email'],
  'POST invite': ['email'],
  'POST purchase': [
    'first_name',
    'email',
    'order_timestamp',
    'browser_ip',
    'user_agent',
    'invoice_amount',
    'currency_code',
    'last_name',
    'locale',
    'discount_code',
    'accepts_marketing',
    'external_reference_id',
    'referrer_id',
  ],
  'GET referrals': ['period_from', 'period_to', 'customer_email', 'pending_review_only'],
  'GET referrer': ['customer_email'],
  'POST referral': ['customer_email', 'returned', 'notify'],
  'GET contacts': ['id', 'limit'],
  'GET rewards': ['email', 'since_id', 'status', 'type'],
  'POST rewards': ['id', 'status'],
  'POST unsubscribed': ['email', 'unsubscribed'],
}

/** How many of the first fields of a call are needed. */
const needed: Readonly<Record<string, number>> = {
  'POST signup': 3,
  'POST purchase': 7,
  'GET referrer': 1,
  'POST referral': 3,
  'POST rewards': 2,
}

interface Keys {
  readonly accessId: string
  readonly secretKey: string
  /** How far a request's timestamp may be off, in seconds. */
  readonly skew: number
  /** Unix seconds. */
  readonly now: number
}

interface Signed {
  readonly call: string
  readonly params: Readonly<Record<string, string>>
  /** Why it is refused. */
  readonly no?: { readonly status: number; readonly message: string }
}

/** Reads one call: what it is, and what it was given; refused when it is not signed, or not what is documented. */
export async function readSigned(request: Request, keys: Keys): Promise<Signed> {
  const url = new URL(request.url)
  const [, method] = /^\/api\/v[12]\/(\w+)\.json$/.exec(url.pathname) ?? []
  const call = `${request.method} ${method}`
  const no = (status: number, message: string): Signed => ({ call, params: {}, no: { status, message } })
  const known = fields[call]
  if (!known) return no(404, 'Unknown method')
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
  if (request.method === 'POST' && !isForm) return no(400, 'Send a form')
  const text = request.method === 'POST' ? await request.text() : url.search.slice(1)
  const params = Object.fromEntries(new URLSearchParams(text))
  const { accessID, signature, timestamp = '', ...given } = params
  const isTimely = /^\d{9,10}$/.test(timestamp) && Math.abs(Number(timestamp) - keys.now) <= keys.skew
  if (accessID !== keys.accessId || signature !== signatureOf(params, keys.secretKey) || !isTimely)
    return no(401, 'Invalid Credentials')
  const odd = Object.keys(given).find((name) => !known.includes(name))
  if (odd !== undefined) return no(400, `Unknown parameter ${odd}`)
  const missing = known.slice(0, needed[call] ?? 0).find((name) => !params[name] && name !== 'last_name')
  return missing === undefined ? { call, params } : no(400, `Missing ${missing}`)
}

function signatureOf(params: Readonly<Record<string, string>>, secretKey: string): string {
  const pairs = Object.entries(params)
    .filter(([name]) => name !== 'signature')
    .map(([name, value]) => `${name}=${value}`)
  return createHash('md5')
    .update(secretKey + pairs.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(''))
    .digest('hex')
}
