import type { ParticipantKey } from '../backend.ts'
import { nothingThere } from '../vendor/failure.ts'
import { needList, present, textOf, type Fields } from '../vendor/fields.ts'
import { namesOf, needEmail, onlyByEmail } from '../vendor/refusals.ts'
import { createTransport, pathOf, type Call } from '../vendor/transport.ts'
import type { GrowsurfOptions } from './growsurf.ts'
import { vendor } from './shapes.ts'

/** The calls of one campaign. Paths are given in parts, below the campaign's. */
export function createClient({ apiKey, campaign, webhookSecret = '', ...options }: GrowsurfOptions) {
  const call = createTransport({
    ...options,
    name: vendor,
    url: options.url ?? 'https://api.growsurf.com/v2',
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey, webhookSecret],
    retryAfter: readWait,
  })
  const at = (parts: readonly string[]): string => pathOf('campaign', campaign, ...parts)
  const get = (parts: readonly string[], query: Call['query'] = {}) =>
    call({ method: 'GET', path: at(parts), query })
  const post = (parts: readonly string[], json: Fields, repeatable = true) =>
    call({ method: 'POST', path: at(parts), json, repeatable })
  return {
    get,
    post,
    remove: (parts: readonly string[]) => call({ method: 'DELETE', path: at(parts), repeatable: true }),
    find: (who: ParticipantKey) => get(['participant', keyOf(who)]).catch(nothingThere),
    /** Whoever is there already is returned as they are. */
    add(email: string, name: string | undefined, more: Fields = {}): Promise<Fields> {
      const { first, last } = namesOf(name)
      return post(['participant'], { email, ...present({ firstName: first, lastName: last }), ...more })
    },
    /** One page of a list, for `collect`. */
    async page(parts: readonly string[], name: string, nextId?: string, query: Call['query'] = {}) {
      const page = await get(parts, { limit: 100, ...query, nextId })
      return { items: needList(vendor, page, name), ...present({ next: textOf(page.nextId) }) }
    },
  }
}

export type Client = ReturnType<typeof createClient>

/** GrowSurf takes an id, a vanity key or an e-mail at the same place. */
export function keyOf(who: ParticipantKey): string {
  if ('customer' in who) throw onlyByEmail(vendor, 'the owner’s customer id')
  return 'email' in who ? needEmail(vendor, who) : who.code
}

/** Seconds until the longest of the limits that were passed has room again. */
function readWait(headers: Headers): number | undefined {
  const wait = (span: string) => Number(headers.get(`growsurf-retry-after-${span}-milliseconds`))
  return Math.max(wait('second'), wait('minute'), wait('hour')) / 1000 || undefined
}
