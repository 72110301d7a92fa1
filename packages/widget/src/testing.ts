// A shop for tests: its program, the real backend in memory, and the wire as a `fetch` in front of it.
import type { ReferralBackend } from '@goodword/adapters'
import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram, type Customer, type Program } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'

const day = 86_400_000

/** When it is in the tests: 22 November 2026. */
export const today = Date.UTC(2026, 10, 22, 12)

const copy = {
  title: 'Give $10, get $10',
  youGet: '$10 credit',
  friendGets: '$10 off the first order',
  when: 'Two weeks after their order',
  message: 'I get my coffee from {program}.',
  disclosure: 'If you order, I get $10 credit.',
  steps: [{ title: 'Share your link' }, { title: 'They order' }, { title: 'You get $10' }],
  rewards: { 'free-bag': 'a free bag of coffee' },
}

/** A coffee shop with a credit for each friend, a coupon for them, and a milestone. */
export const shopProgram: Program = parseProgram({
  id: 'shop',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  hosts: [],
  currency: 'USD',
  locale: 'en',
  attribution: { touch: 'last', days: 90, params: ['via'] },
  conversions: [{ name: 'purchase', value: true, trust: 'server', holdDays: 14 }],
  incentives: [
    {
      id: 'credit',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
    },
    {
      id: 'free-bag',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 3 },
      to: 'referrer',
      give: { type: 'product', name: 'a free bag of coffee' },
    },
  ],
  channels: ['whatsapp', 'email', 'sms', 'x', 'telegram', 'facebook', 'linkedin'],
  copy: { en: copy, de: { ...copy, title: '10 $ schenken, 10 $ bekommen' } },
})

/** A shop that is open. */
export interface TestShop {
  readonly backend: ReferralBackend
  /** The wire. Answers of `next` come first. */
  readonly fetch: typeof fetch
  /** Every request as `GET /v1/shop`. */
  readonly requests: string[]
  readonly next: (Response | 'offline')[]
  /** A friend of the participant with that code orders, some days ago. */
  order(code: string, name: string, daysAgo: number): Promise<void>
}

export function openShop(program: Program = shopProgram): TestShop {
  const backend = memoryBackend({ program, now: () => today })
  const requests: string[] = []
  const next: (Response | 'offline')[] = []
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const { pathname, searchParams } = new URL(request.url)
    requests.push(`${request.method} ${pathname}`)
    const answer = next.shift()
    if (answer === 'offline') throw new TypeError('Failed to fetch')
    if (answer) return answer
    try {
      return Response.json(await serve(backend, pathname, searchParams, request))
    } catch (error) {
      return problem(error instanceof GoodwordError ? error.code : 'internal')
    }
  }
  const order = async (code: string, name: string, daysAgo: number): Promise<void> => {
    const at = today - daysAgo * day
    const who = [...new TextEncoder().encode(name)].join('').slice(0, 40)
    const visitor = `v_${who}`
    const id = (what: string): string => `${what}-000-${who}`
    await backend.record([
      { id: id('visit'), type: 'visit', at: at - day, code, visitor, url: 'https://shop.example/' },
    ])
    const conversion = { id: id('order'), type: 'conversion', name: 'purchase', order: id('order') } as const
    await backend.record(
      [{ ...conversion, at, amount: 4200, currency: 'USD', visitor, customer: { id: name, name } }],
      { source: 'server' },
    )
  }
  return { backend, fetch, requests, next, order }
}

async function serve(
  backend: ReferralBackend,
  pathname: string,
  query: URLSearchParams,
  request: Request,
): Promise<unknown> {
  const path = pathname.replace(/^\/v1\/\w+/, '')
  const me = claimsOf(request.headers.get('authorization'))
  if (path === '') {
    return { ...(await backend.program(query.get('locale')?.split(','))), supports: [...backend.supports] }
  }
  if (path === '/events') {
    const { events } = (await request.json()) as { events: [] }
    return { receipts: await backend.record(events) }
  }
  if (path === '/participants') {
    const { customer } = (await request.json()) as { customer: Customer }
    if (me) return backend.enrol(me)
    const { code, link } = await backend.enrol(customer)
    return { code, link }
  }
  if (path === '/leaderboard') {
    return { standings: await backend.leaderboard({ limit: Number(query.get('limit')) }) }
  }
  if (!me?.id) throw new GoodwordError('token-missing', 'no token')
  return path === '/me/rewards'
    ? backend.rewards({ customer: me.id })
    : backend.referrals({ customer: me.id })
}

/** An answer as the server gives it when it refuses. */
export function problem(code: string): Response {
  const status = code.startsWith('token-') ? 401 : 400
  return Response.json({ type: 'about:blank', title: code, status, code, detail: code }, { status })
}

/** An identity token; its signature is good for nothing. */
export function tokenFor(claims: { sub?: string; email?: string; name?: string }): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims))
  const payload = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
  return `e30.${payload.replaceAll('=', '')}.c2ln`
}

function claimsOf(authorization: string | null): Customer | undefined {
  if (!authorization) return undefined
  const { sub, ...rest } = JSON.parse(
    new TextDecoder().decode(
      Uint8Array.from(
        atob(authorization.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')),
        (character) => character.charCodeAt(0),
      ),
    ),
  ) as { sub: string }
  return { id: sub, ...rest }
}
