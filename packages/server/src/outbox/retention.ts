import { sql } from 'kysely'
import type { Context } from '../backend/context.ts'
import type { Job } from '../jobs/job.ts'
import { write } from '../store/transaction.ts'
import { mailReceiver } from './owner-mail.ts'
import { remailAfter } from './mail-guard.ts'
import { buryWaiting } from './webhook-health.ts'

const day = 86_400_000

/** Days that messages are kept, to be looked at and replayed. */
const keptDays = 30

/** Messages that one transaction removes. */
const most = 500

/**
 * Removes messages of more than 30 days with their deliveries, but not what a webhook still waits for; invitations that
 * cannot attribute anybody any more; and secrets that were replaced.
 */
export const retentionJob: Job = {
  name: 'outbox-retention',
  every: 3_600_000,
  async run(context) {
    await buryWaiting(context)
    const removed = await removeMessages(context)
    await removeInvitations(context)
    return removed === most
  },
}

async function removeMessages({ store, program: { id: program }, now }: Context): Promise<number> {
  const before = now() - keptDays * day
  return write(store, async (tx) => {
    const old = await tx
      .selectFrom('gw_outbox as message')
      .select('message.id')
      .where('message.program', '=', program)
      .where('message.at', '<', before)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('gw_deliveries as delivery')
              .select(sql.lit(1).as('one'))
              .where('delivery.program', '=', program)
              .whereRef('delivery.message', '=', 'message.id')
              .where('delivery.state', '=', 'waiting')
              .where('delivery.receiver', '<>', mailReceiver),
          ),
        ),
      )
      .orderBy('message.at')
      .orderBy('message.id')
      .limit(most)
      .execute()
    const ids = old.map(({ id }) => id)
    if (ids.length === 0) return 0
    await tx.deleteFrom('gw_deliveries').where('program', '=', program).where('message', 'in', ids).execute()
    await tx.deleteFrom('gw_outbox').where('program', '=', program).where('id', 'in', ids).execute()
    return ids.length
  })
}

async function removeInvitations({ store, program, now }: Context): Promise<void> {
  const time = now()
  await write(store, async (tx) => {
    await tx
      .deleteFrom('gw_invitations')
      .where('program', '=', program.id)
      .where('at', '<', time - Math.max(program.attribution.days, keptDays) * day)
      .execute()
    // Who wants no mail stays known for ever, by the hash of the address alone.
    await tx
      .deleteFrom('gw_mail_guards')
      .where('program', '=', program.id)
      .where('refused_at', 'is', null)
      .where('mailed_at', '<', time - remailAfter)
      .execute()
    await tx
      .updateTable('gw_webhooks')
      .set({ old_secret: null, old_until: null })
      .where('program', '=', program.id)
      .where('old_until', '<=', time)
      .execute()
  })
}
