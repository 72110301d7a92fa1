import type { Client, ReferralBackend } from '@goodword/adapters'
import type { Receipt, ReferralEvent } from '@goodword/program'
import { isReadByCrawler } from './bots.ts'

/** What a page does by itself when it is only looked at. */
const seen: ReadonlySet<unknown> = new Set(['visit', 'share', 'exposure'])

/**
 * Records what a page says, and answers in order. Crawlers run scripts too: what only says that somebody looked is
 * rejected as `bot` when a crawler says it, and what was bought is taken whoever seems to have done it.
 */
export async function recordFromPage(
  backend: ReferralBackend,
  events: readonly ReferralEvent[],
  client: Client | undefined,
): Promise<readonly Receipt[]> {
  const told = { source: 'browser', ...(client && { client }) } as const
  if (!isReadByCrawler(client?.agent)) return backend.record(events, told)
  const receipts = events.map(refuse)
  const others = events.filter((_, index) => receipts[index] === undefined)
  const taken = others.length > 0 ? await backend.record(others, told) : []
  let next = 0
  return receipts.map((receipt) => receipt ?? taken[next++]!)
}

/** Nothing is known of an event yet: the backend judges those that are passed on. */
function refuse(event: unknown): Receipt | undefined {
  const { id, type } = (event ?? {}) as Partial<Readonly<Record<'id' | 'type', unknown>>>
  if (!seen.has(type)) return undefined
  return {
    id: typeof id === 'string' ? id.slice(0, 64) : '',
    status: 'rejected',
    reason: 'bot',
    detail: 'The User-Agent is a crawler’s, and what crawlers see is not counted. Nothing is to be done.',
  }
}
