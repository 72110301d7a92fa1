import type { Page, PageQuery } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { pageFrom, parsePage } from '../backend/paging.ts'
import { requireWebhook } from './webhooks.ts'

/** One message on its way to a webhook, as its owner sees it. */
export interface Delivery {
  /** The message's id: the `webhook-id` of every try. */
  readonly message: string
  readonly type: string
  readonly at: number
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly tries: number
  readonly triedAt?: number
  /** When it is tried next, of one that waits. */
  readonly due?: number
  readonly status?: number
  readonly error?: string
  /** The beginning of the receiver's last answer. */
  readonly answer?: string
}

/** What was, and is to be, delivered to a webhook, newest first. Rejects with `webhook-unknown` or `query-invalid`. */
export async function listDeliveries(
  context: Context,
  webhook: string,
  query?: PageQuery,
): Promise<Page<Delivery>> {
  const paging = parsePage(query)
  const { store, program } = context
  await requireWebhook(store.db, program.id, webhook)
  const { after } = paging
  const rows = await store.db
    .selectFrom('gw_deliveries as delivery')
    .innerJoin('gw_outbox as message', (join) =>
      join.onRef('message.program', '=', 'delivery.program').onRef('message.id', '=', 'delivery.message'),
    )
    .selectAll('delivery')
    .select('message.type')
    .where('delivery.program', '=', program.id)
    .where('delivery.receiver', '=', webhook)
    .$if(after !== undefined, (deliveries) =>
      deliveries.where((eb) =>
        eb.or([
          eb('delivery.at', '<', after!.at),
          eb.and([eb('delivery.at', '=', after!.at), eb('delivery.id', '<', after!.id)]),
        ]),
      ),
    )
    .orderBy('delivery.at', 'desc')
    .orderBy('delivery.id', 'desc')
    .limit(paging.limit + 1)
    .execute()
  return pageFrom(rows, paging, (row): Delivery => {
    const { message, type, at, state, tries, tried_at: triedAt, due, status, error, answer } = row
    return {
      message,
      type,
      at,
      state,
      tries,
      ...(triedAt !== null && { triedAt }),
      ...(state === 'waiting' && { due }),
      ...(status !== null && { status }),
      ...(error !== null && { error }),
      ...(answer !== null && answer !== '' && { answer }),
    }
  })
}
