import type { Selectable } from 'kysely'
import type { Context } from '../backend/context.ts'
import type { WebhooksTable } from '../store/tables/outbox.ts'
import { write } from '../store/transaction.ts'
import type { Claim } from './claim.ts'
import { forgetListeners } from './listeners.ts'
import type { OutboxOptions } from './options.ts'
import { settleTry, type Verdict } from './outcome.ts'
import { post, type Answer } from './post.ts'
import { parseRetryAfter } from './schedule.ts'
import { liveSecrets, signatureHeaders } from './secret.ts'
import { buryWaiting, noteHealth } from './webhook-health.ts'

/** Sends one message to one webhook, once, and writes what came of it. */
export async function tryWebhook(
  context: Context,
  webhook: Selectable<WebhooksTable>,
  claim: Claim,
  body: string,
  { targets, mail, ...reach }: OutboxOptions,
  signal: AbortSignal,
): Promise<void> {
  const now = context.now()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Goodword-Webhooks',
    ...signatureHeaders(claim.message.id, body, liveSecrets(webhook, now), now),
  }
  const answer = await post(webhook.url, body, headers, { ...reach, policy: targets }, signal)
  // Stopped by us: no try. The lease ends, and somebody sends it again under the same id.
  if (signal.aborted && answer.status === undefined) return
  const verdict = judge(answer, context.now())
  const isGone = answer.status === 410
  const { status, error, text } = answer
  const health = await write(context.store, async (tx) => {
    const trace = { status, answer: text, error: error ?? explain(answer) }
    const state = await settleTry(tx, context, claim, verdict, trace)
    if (state === 'lost') return 'on'
    const outcome = isGone ? 'gone' : state === 'delivered' ? 'delivered' : 'failed'
    return noteHealth(tx, context, webhook.id, outcome, mail?.owner)
  })
  if (health === 'on') return
  forgetListeners(context)
  await buryWaiting(context)
}

function judge({ status = 0, retryAfter }: Answer, now: number): Verdict {
  if (status >= 200 && status < 300) return { type: 'delivered' }
  if (status === 410) return { type: 'refused' }
  return { type: 'failed', retryAfter: parseRetryAfter(retryAfter, now) }
}

function explain({ status = 0 }: Answer): string | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400) return `It redirects (${status}), which is not followed.`
  return `It answered ${status}.`
}
