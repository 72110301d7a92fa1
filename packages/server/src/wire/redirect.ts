import type { Participant, ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import {
  cookieName,
  decideTouch,
  formatKept,
  parseKept,
  type Kept,
  type Touch,
} from '@goodword/program/touch'
import { createId } from '../backend/people/code.ts'
import { callerOf } from './bots.ts'
import { purposeOf } from './navigation.ts'
import type { Landing, Wire } from './options.ts'
import { readLocales } from './query.ts'
import { sharedDomain } from './renewal.ts'
import { previewPage } from './unfurl.ts'

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
 * set for longer than a script. A code that nobody has leads there too, and leaves nothing behind. Whoever makes a
 * preview of the link gets a page that says what is offered; crawlers, prefetches and parts of other pages get no
 * cookie, and the latter no code either.
 */
export async function followLink(wire: Wire, arrival: Arrival): Promise<Response> {
  const { request, landing } = arrival
  const purpose = purposeOf(request)
  const participant = purpose === 'part' ? undefined : await ownerOf(arrival)
  const channel = /^[a-z][a-z0-9-]{0,31}$/.test(arrival.channel ?? '') ? arrival.channel : undefined
  const to = new URL(landing.url)
  if (participant) {
    to.searchParams.set(landing.attribution.params[0] ?? 'via', participant.code)
    if (channel !== undefined) to.searchParams.set('ch', channel)
  }
  const caller = callerOf(request.headers.get('user-agent'))
  if (caller === 'unfurler' && purpose !== 'part') return preview(arrival, to, participant)
  const headers = new Headers({
    location: to.href,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'strict-origin-when-cross-origin',
  })
  if (participant && purpose === 'visit' && caller === 'human') {
    const touch = { code: participant.code, at: wire.now(), ...(channel !== undefined && { channel }) }
    headers.set('set-cookie', keep(wire, request, landing, touch))
  }
  return new Response(null, { status: 302, headers })
}

/**
 * A friend need not wait for a backend that is down or slow, or that finds nobody by code: the code is then taken as it is.
 */
async function ownerOf({ backend, code }: Arrival): Promise<Owner | undefined> {
  if (!/^[\w-]{1,64}$/.test(code)) return undefined
  try {
    const found = backend.participant({ code })
    // Only a vendor's adapter has a landing preset.
    return await ('landing' in backend ? orTheCode(found, code) : found)
  } catch (error) {
    if (error instanceof GoodwordError && passing.test(error.code)) return { code }
    throw error
  }
}

/** The longest that a friend waits for a vendor, in milliseconds. */
const patience = 1_000

async function orTheCode(found: Promise<Owner | undefined>, code: string): Promise<Owner | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Owner>((resolve) => {
    timer = setTimeout(() => resolve({ code }), patience)
  })
  try {
    return await Promise.race([found, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Somebody with this code; all of it where the backend knows them. */
type Owner = Pick<Participant, 'code'> & Partial<Participant>

/** A backend behind another server, or a vendor's. Our own store being down is ours to tell. */
const passing = /^(unsupported|network|timeout|vendor-.+)$/

async function preview(
  { request, backend, landing }: Arrival,
  to: URL,
  participant: Owner | undefined,
): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const wanted = readLocales(Object.fromEntries(searchParams), request.headers.get('accept-language'))
  const program = await backend.program(wanted)
  const link = new URL(participant?.link ?? to)
  const channel = to.searchParams.get('ch')
  if (participant && channel !== null) link.searchParams.set('ch', channel)
  const page = previewPage({
    program,
    link: link.href,
    landing: to.href,
    referrer: landing.codes?.names ? participant?.name : undefined,
  })
  return request.method === 'HEAD' ? new Response(null, page) : page
}

function keep(wire: Wire, request: Request, { attribution, url }: Landing, touch: Touch): string {
  const old = readKept(request.headers.get('cookie') ?? '')
  const touches = old?.touch ? [old.touch, touch] : [touch]
  const kept: Kept = {
    visitor: old?.visitor ?? createId('v', wire.random, 16),
    touch: decideTouch(attribution, touches, wire.now()) ?? touch,
  }
  const address = wire.publicUrl ?? request.url
  const seconds = Math.min(attribution.days, 400) * 86_400
  const secure = address.startsWith('https:') ? '; Secure' : ''
  // The landing page is mostly on another host of the same domain, and reads it there.
  const domain = sharedDomain(new URL(url).origin, address)
  // Not HttpOnly: the script on the page reads it.
  return `${cookieName}=${formatKept(kept)}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}${domain ? `; Domain=${domain}` : ''}`
}

/** The first cookie of ours that makes sense. */
function readKept(header: string): Kept | undefined {
  for (const pair of header.split(/; */)) {
    const kept = pair.startsWith(`${cookieName}=`) ? parseKept(pair.slice(cookieName.length + 1)) : undefined
    if (kept) return kept
  }
  return undefined
}
