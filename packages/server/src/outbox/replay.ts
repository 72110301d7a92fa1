import { GoodwordError } from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Context } from '../backend/context.ts'
import { inChunks, write } from '../store/transaction.ts'
import { deliveryOf } from './announce.ts'
import { parseInput, replaySchema, type ReplayQuery } from './webhook-input.ts'
import { requireWebhook } from './webhooks.ts'

/** Messages that one replay queues. */
const mostReplayed = 10_000

/**
 * Queues messages for a webhook again, with the ids that they had, whether they were delivered, given up, or never meant
 * for it while it was off: one message, or all of its types since a time, the oldest first. Says how many, and
 * where to go on when there were more than 10,000.
 *
 * Rejects with `webhook-unknown`, `webhook-off`, `webhook-invalid`, or `message-unknown` for one that is gone after 30 days.
 */
export async function replay(
  context: Context,
  webhook: string,
  query: ReplayQuery,
  actor: string,
): Promise<{ readonly queued: number; readonly next?: number }> {
  const what = parseInput(replaySchema, query)
  return write(context.store, async (tx) => {
    const program = context.program.id
    const row = await requireWebhook(tx, program, webhook)
    if (row.state === 'off')
      throw new GoodwordError('webhook-off', `The webhook "${webhook}" is off. Switch it on, then replay.`)
    const types = JSON.parse(row.types) as string[]
    const found = await tx
      .selectFrom('gw_outbox')
      .selectAll()
      .where('program', '=', program)
      .where('type', 'not like', 'mail.%')
      .$if('message' in what, (messages) => messages.where('id', '=', 'message' in what ? what.message : ''))
      .$if('since' in what, (messages) => messages.where('at', '>=', 'since' in what ? what.since : 0))
      .$if('since' in what, (messages) => messages.where('type', '<>', 'webhook.test'))
      .$if('since' in what && types.length > 0, (messages) => messages.where('type', 'in', types))
      .orderBy('at')
      .orderBy('id')
      .limit(mostReplayed + 1)
      .execute()
    if ('message' in what && found.length === 0)
      throw new GoodwordError(
        'message-unknown',
        `There is no message "${what.message}". They are kept for 30 days.`,
      )
    const now = context.now()
    const messages = found.slice(0, mostReplayed)
    await inChunks(messages, (some) =>
      tx
        .insertInto('gw_deliveries')
        .values(some.map((message) => ({ ...deliveryOf(message, webhook, now), at: message.at })))
        .onConflict((conflict) =>
          // The lease is left alone: what somebody is sending this moment is not sent beside it.
          conflict.columns(['program', 'id']).doUpdateSet({ state: 'waiting', due: now, tries: 0 }),
        )
        .execute(),
    )
    const detail = { ...what, queued: messages.length }
    await audit(tx, context, { actor, action: 'webhook.replayed', subject: webhook, detail })
    const next = found[mostReplayed]?.at
    return { queued: messages.length, ...(next !== undefined && { next }) }
  })
}
