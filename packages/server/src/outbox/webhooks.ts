import { GoodwordError } from '@goodword/program'
import type { Selectable } from 'kysely'
import { audit } from '../audit/audit.ts'
import { createId } from '../backend/code.ts'
import { isStorable, type Context } from '../backend/context.ts'
import type { WebhooksTable } from '../store/tables/outbox.ts'
import { write, type Write } from '../store/transaction.ts'
import { deliveryOf, messageOf, writeMessages } from './announce.ts'
import { forgetListeners } from './listeners.ts'
import type { OutboxOptions } from './options.ts'
import type { Inclusion } from './payload.ts'
import { createSecret, overlap, parseSecret } from './secret.ts'
import { parseTarget } from './target.ts'
import { buryWaiting } from './webhook-health.ts'
import {
  parseInput,
  webhookChangeSchema,
  webhookSchema,
  type WebhookChange,
  type WebhookInput,
} from './webhook-input.ts'

/** A webhook as its owner sees it; its secret is shown when it is made, and never again. */
export interface Webhook {
  readonly id: string
  readonly url: string
  readonly label?: string
  /** None is every type. */
  readonly types: readonly string[]
  readonly include: readonly Inclusion[]
  readonly state: 'on' | 'off'
  /** Why it is off: the owner did it, the receiver said 410, or it failed for days. */
  readonly reason?: 'owner' | 'gone' | 'failing'
  readonly createdAt: number
  /** Of the failures since the last success. */
  readonly failures?: { readonly count: number; readonly since: number }
  /** Until then the secret before the present one signs too. */
  readonly oldSecretUntil?: number
}

/** Webhooks of one program. */
const mostWebhooks = 20

/** All webhooks, oldest first. */
export async function listWebhooks({ store, program }: Context): Promise<readonly Webhook[]> {
  const rows = await store.db
    .selectFrom('gw_webhooks')
    .selectAll()
    .where('program', '=', program.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(present)
}

/** Rejects with `webhook-unknown`. */
export async function findWebhook({ store, program }: Context, id: string): Promise<Webhook> {
  return present(await requireWebhook(store.db, program.id, id))
}

/** Rejects with `webhook-invalid`, `target-refused`, `secret-weak`, or `webhook-limit` past the twentieth. */
export async function createWebhook(
  context: Context,
  { targets }: OutboxOptions,
  input: WebhookInput,
  actor: string,
): Promise<Webhook & { readonly secret: string }> {
  const { url, label, types, include, secret: given } = parseInput(webhookSchema, input)
  parseTarget(url, targets)
  const secret = given === undefined ? createSecret(context.random) : parseSecret(given)
  const row: Selectable<WebhooksTable> = {
    program: context.program.id,
    id: createId('wh', context.random),
    url,
    label: label ?? null,
    types: JSON.stringify(types),
    include: JSON.stringify(include),
    secret,
    old_secret: null,
    old_until: null,
    state: 'on',
    reason: null,
    created_at: context.now(),
    failing_since: null,
    failures: 0,
  }
  await change(context, async (tx) => {
    await tx.insertInto('gw_webhooks').values(row).execute()
    const detail = { host: new URL(url).host, types, include }
    await audit(tx, context, { actor, action: 'webhook.created', subject: row.id, detail })
    // Counted after the audit log's lock: of two at once, the second sees the first.
    const { count } = await tx
      .selectFrom('gw_webhooks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('program', '=', row.program)
      .executeTakeFirstOrThrow()
    if (count > mostWebhooks)
      throw new GoodwordError(
        'webhook-limit',
        `The program has ${mostWebhooks} webhooks already. Remove one that is not used any more.`,
      )
  })
  return { ...present(row), secret }
}

/** Changes what is given. Switched on, it begins without failures. Rejects as `createWebhook` does, and with `webhook-unknown`. */
export async function changeWebhook(
  context: Context,
  { targets }: OutboxOptions,
  id: string,
  input: WebhookChange,
  actor: string,
): Promise<Webhook> {
  const { url, label, types, include, state } = parseInput(webhookChangeSchema, input)
  if (url !== undefined) parseTarget(url, targets)
  const fresh = { failures: 0, failing_since: null, reason: null }
  const row = await change(context, async (tx) => {
    const { program } = await requireWebhook(tx, context.program.id, id)
    const updated = await tx
      .updateTable('gw_webhooks')
      .set({
        ...(url !== undefined && { url }),
        ...(label !== undefined && { label }),
        ...(types !== undefined && { types: JSON.stringify(types) }),
        ...(include !== undefined && { include: JSON.stringify(include) }),
        ...(state === 'on' && { state, ...fresh }),
        ...(state === 'off' && { state, reason: 'owner' }),
        program,
      })
      .where('program', '=', program)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const detail = { ...(url !== undefined && { host: new URL(url).host }), types, include, state }
    await audit(tx, context, { actor, action: 'webhook.changed', subject: id, detail })
    return updated
  })
  if (state === 'off') await buryWaiting(context)
  return present(row)
}

/** Removes a webhook and what waits for it. Rejects with `webhook-unknown`. */
export async function removeWebhook(context: Context, id: string, actor: string): Promise<void> {
  await change(context, async (tx) => {
    const { program } = await requireWebhook(tx, context.program.id, id)
    // In the order in which the end of a try locks them.
    await tx.deleteFrom('gw_deliveries').where('program', '=', program).where('receiver', '=', id).execute()
    await tx.deleteFrom('gw_webhooks').where('program', '=', program).where('id', '=', id).execute()
    await audit(tx, context, { actor, action: 'webhook.removed', subject: id })
  })
}

/** Makes a new secret; the one before signs beside it for a day. Rejects with `webhook-unknown`. */
export async function rotateSecret(
  context: Context,
  id: string,
  actor: string,
): Promise<Webhook & { readonly secret: string }> {
  const secret = createSecret(context.random)
  const row = await change(context, async (tx) => {
    const { program, secret: old } = await requireWebhook(tx, context.program.id, id)
    const updated = await tx
      .updateTable('gw_webhooks')
      .set({ secret, old_secret: old, old_until: context.now() + overlap })
      .where('program', '=', program)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit(tx, context, { actor, action: 'webhook.rotated', subject: id })
    return updated
  })
  return { ...present(row), secret }
}

/** Queues a `webhook.test` for one webhook alone; returns the message's id. Rejects with `webhook-unknown`. */
export async function testWebhook(context: Context, id: string, actor: string): Promise<string> {
  return change(context, async (tx) => {
    await requireWebhook(tx, context.program.id, id)
    const at = context.now()
    const message = messageOf(context, { type: 'webhook.test', at, data: { webhook: id } })
    await writeMessages(tx, [message], [deliveryOf(message, id, at)])
    await audit(tx, context, { actor, action: 'webhook.tested', subject: id })
    return message.id
  })
}

/** One transaction, after which this process knows. */
async function change<T>(context: Context, work: (tx: Write) => Promise<T>): Promise<T> {
  const result = await write(context.store, work)
  forgetListeners(context)
  return result
}

/** Rejects with `webhook-unknown`. */
export async function requireWebhook(
  db: Pick<Write, 'selectFrom'>,
  program: string,
  id: string,
): Promise<Selectable<WebhooksTable>> {
  const row = isStorable(id)
    ? await db
        .selectFrom('gw_webhooks')
        .selectAll()
        .where('program', '=', program)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (row) return row
  throw new GoodwordError(
    'webhook-unknown',
    `There is no webhook "${id.slice(0, 100)}". Take its id from the list of webhooks.`,
  )
}

function present(row: Selectable<WebhooksTable>): Webhook {
  const { id, url, label, state, reason, failures, failing_since: since, old_until: until } = row
  return {
    id,
    url,
    ...(label !== null && { label }),
    types: JSON.parse(row.types) as string[],
    include: JSON.parse(row.include) as Inclusion[],
    state,
    ...(reason !== null && { reason: reason as NonNullable<Webhook['reason']> }),
    createdAt: row.created_at,
    ...(since !== null && failures > 0 && { failures: { count: failures, since } }),
    ...(until !== null && { oldSecretUntil: until }),
  }
}
