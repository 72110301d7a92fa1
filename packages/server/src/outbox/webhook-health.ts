import type { Selectable } from 'kysely'
import { audit } from '../audit/audit.ts'
import type { Context } from '../backend/context.ts'
import type { WebhooksTable } from '../store/tables/outbox.ts'
import { write, type Write } from '../store/transaction.ts'
import { announceToOwner, mailReceiver } from './owner-mail.ts'

/** A webhook is switched off after so many failures in a row, over more than so many milliseconds. */
const mostFailures = 10
const longestFailing = 5 * 86_400_000

/**
 * Keeps count of a webhook's failures since its last success; switches it off when it is gone, or fails for days. Then
 * `buryWaiting` is to be called, after the transaction.
 */
export async function noteHealth(
  tx: Write,
  context: Context,
  webhook: string,
  outcome: 'delivered' | 'failed' | 'gone',
  owner: string | undefined,
): Promise<'on' | 'off'> {
  const program = context.program.id
  const now = context.now()
  if (outcome === 'delivered') {
    await tx
      .updateTable('gw_webhooks')
      .set({ failures: 0, failing_since: null })
      .where('program', '=', program)
      .where('id', '=', webhook)
      .where('failures', '>', 0)
      .execute()
    return 'on'
  }
  const row = await tx
    .updateTable('gw_webhooks')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      failing_since: eb.fn.coalesce('failing_since', eb.val(now)),
    }))
    .where('program', '=', program)
    .where('id', '=', webhook)
    .where('state', '=', 'on')
    .returningAll()
    .executeTakeFirst()
  if (!row) return 'off'
  const isHopeless = row.failures >= mostFailures && now - (row.failing_since ?? now) > longestFailing
  if (outcome === 'failed' && !isHopeless) return 'on'
  await switchOff(tx, context, row, outcome === 'gone' ? 'gone' : 'failing', owner)
  return 'off'
}

async function switchOff(
  tx: Write,
  context: Context,
  { program, id, url }: Selectable<WebhooksTable>,
  reason: 'gone' | 'failing',
  owner: string | undefined,
): Promise<void> {
  await tx
    .updateTable('gw_webhooks')
    .set({ state: 'off', reason })
    .where('program', '=', program)
    .where('id', '=', id)
    .execute()
  await announceToOwner(tx, context, { webhook: id, host: new URL(url).host, reason }, owner)
  await audit(tx, context, { actor: 'goodword', action: 'webhook.disabled', subject: id, detail: { reason } })
}

/**
 * What waits for webhooks that are off, or are not there any more, is kept to be replayed, and not tried. In a
 * transaction of its own: whoever ends a try locks a delivery and then its webhook, and this must not do the reverse.
 */
export async function buryWaiting({ store, program: { id: program } }: Context): Promise<void> {
  await write(store, (tx) =>
    tx
      .updateTable('gw_deliveries')
      .set({ state: 'dead', error: 'The webhook was switched off.' })
      .where('program', '=', program)
      .where('state', '=', 'waiting')
      .where('receiver', '<>', mailReceiver)
      .where('receiver', 'not in', (eb) =>
        eb.selectFrom('gw_webhooks').select('id').where('program', '=', program).where('state', '=', 'on'),
      )
      .execute(),
  )
}
