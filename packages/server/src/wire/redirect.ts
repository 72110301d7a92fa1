import type { ReferralBackend } from '@goodword/adapters'
import {
  cookieName,
  decideTouch,
  formatKept,
  parseKept,
  type Kept,
  type Touch,
} from '@goodword/program/touch'
import { createId } from '../backend/code.ts'
import type { Landing, Wire } from './options.ts'

/** A friend at a participant's link. */
export interface Arrival {
  readonly request: Request
  readonly backend: ReferralBackend
  readonly landing: Landing
  readonly code: string
  readonly channel: string | undefined
}

/**
 * Sends a friend on to the program's own page, with the code, and keeps it in a first-party cookie, which a server may
 * set for longer than a script. A code that nobody has leads there too, and leaves nothing behind.
 */
export async function followLink(wire: Wire, arrival: Arrival): Promise<Response> {
  const { request, backend, landing } = arrival
  const code = /^[\w-]{1,64}$/.test(arrival.code)
    ? (await backend.participant({ code: arrival.code }))?.code
    : undefined
  const channel = /^[a-z][a-z0-9-]{0,31}$/.test(arrival.channel ?? '') ? arrival.channel : undefined
  const headers = new Headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
  const to = new URL(landing.url)
  if (code !== undefined) {
    to.searchParams.set(landing.attribution.params[0] ?? 'via', code)
    if (channel !== undefined) to.searchParams.set('ch', channel)
    const touch = { code, at: wire.now(), ...(channel !== undefined && { channel }) }
    if (isVisit(request)) headers.set('set-cookie', keep(wire, request, landing, touch))
  }
  headers.set('location', to.href)
  return new Response(null, { status: 302, headers })
}

/** Not a look ahead by a browser or a checker of links. */
function isVisit({ method, headers }: Request): boolean {
  return method === 'GET' && !/prefetch|prerender/.test(headers.get('sec-purpose') ?? '')
}

function keep(wire: Wire, request: Request, { attribution }: Landing, touch: Touch): string {
  const old = readKept(request.headers.get('cookie') ?? '')
  const touches = old?.touch ? [old.touch, touch] : [touch]
  const kept: Kept = {
    visitor: old?.visitor ?? createId('v', wire.random, 16),
    touch: decideTouch(attribution, touches, wire.now()) ?? touch,
  }
  const address = wire.publicUrl ?? request.url
  const seconds = Math.min(attribution.days, 400) * 86_400
  const secure = address.startsWith('https:') ? '; Secure' : ''
  // Not HttpOnly: the script on the page reads it.
  return `${cookieName}=${formatKept(kept)}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`
}

/** The first cookie of ours that makes sense. */
function readKept(header: string): Kept | undefined {
  for (const pair of header.split(/; */)) {
    const kept = pair.startsWith(`${cookieName}=`) ? parseKept(pair.slice(cookieName.length + 1)) : undefined
    if (kept) return kept
  }
  return undefined
}
