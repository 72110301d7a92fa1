import type { Selectable } from 'kysely'
import type { Context } from '../backend/context.ts'
import type { Job } from '../jobs/job.ts'
import type { WebhooksTable } from '../store/tables/outbox.ts'
import { claimDue } from './claim.ts'
import { tryMail } from './mail-try.ts'
import { createMailer, type Mailer } from './mailer.ts'
import type { OutboxOptions } from './options.ts'
import { mailReceiver } from './owner-mail.ts'
import { composePayloads, type Inclusion } from './payload.ts'
import { tryWebhook } from './webhook-try.ts'

/** Tries that one receiver gets at the same time. */
const mostAtOnce = 8
/** Milliseconds that a run waits for its tries; slower ones go on beside the next run. */
const patience = 250

type Webhook = Selectable<WebhooksTable>

/** The delivery of messages, which can be ended. */
export interface DeliveryJob extends Job {
  /** Resolves when no try goes on beside runs. */
  idle(): Promise<void>
  /** Ends the tries that go on beside runs: they count as not made. Resolves when nothing touches the store any more. */
  finish(): Promise<void>
}

/**
 * Sends what is due. Each receiver has a few tries at once and a queue of its own, so that one that is slow holds nobody
 * up but itself.
 */
export function deliveryJob(options: OutboxOptions, onError: (error: unknown) => void): DeliveryJob {
  const underWay = new Map<string, Set<Promise<void>>>()
  const ending = new AbortController()
  let mailer: Mailer | undefined

  const start = (receiver: string, work: () => Promise<void>): Promise<void> => {
    const own = underWay.get(receiver) ?? new Set()
    underWay.set(receiver, own)
    const running = work()
      .catch(onError)
      .finally(() => own.delete(running))
    own.add(running)
    return running
  }
  const room = (receiver: string): number => mostAtOnce - (underWay.get(receiver)?.size ?? 0)

  const startWebhook = async (context: Context, webhook: Webhook): Promise<Promise<void>[]> => {
    const place = `${context.program.id} ${webhook.id}`
    const claims = await claimDue(context, webhook.id, room(place))
    if (claims.length === 0) return []
    const include = new Set(JSON.parse(webhook.include) as Inclusion[])
    const bodies = await composePayloads(context, claims, include)
    return claims.map((claim) =>
      start(place, () =>
        tryWebhook(context, webhook, claim, bodies.get(claim.delivery.id)!, options, ending.signal),
      ),
    )
  }
  const startMail = async (context: Context): Promise<Promise<void>[]> => {
    if (!options.mail) return []
    mailer ??= createMailer(options.mail)
    const by = mailer
    const place = `${context.program.id} ${mailReceiver}`
    const claims = await claimDue(context, mailReceiver, room(place))
    return claims.map((claim) => start(place, () => tryMail(context, claim, by)))
  }

  const idle = async (): Promise<void> =>
    void (await Promise.all([...underWay.values()].flatMap((own) => [...own])))

  return {
    name: 'outbox',
    every: 1000,
    async run(context) {
      if (ending.signal.aborted) return false
      const started: Promise<void>[][] = []
      for (const webhook of await switchedOn(context)) started.push(await startWebhook(context, webhook))
      started.push(await startMail(context))
      const groups = started.filter(({ length }) => length > 0)
      if (groups.length === 0) return false
      // Until one of the receivers has room again.
      const slow = new Promise((resolve) => setTimeout(resolve, patience))
      await Promise.race([slow, ...groups.map((group) => Promise.all(group))])
      return true
    },
    idle,
    async finish() {
      ending.abort()
      await idle()
      mailer?.close()
    },
  }
}

const switchedOn = ({ store, program }: Context): Promise<Webhook[]> =>
  store.db
    .selectFrom('gw_webhooks')
    .selectAll()
    .where('program', '=', program.id)
    .where('state', '=', 'on')
    .orderBy('id')
    .execute()
