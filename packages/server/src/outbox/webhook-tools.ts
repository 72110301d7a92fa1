import type { Page, PageQuery } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { listDeliveries, type Delivery } from './delivery-list.ts'
import type { OutboxOptions } from './options.ts'
import { replay } from './replay.ts'
import type { ReplayQuery, WebhookChange, WebhookInput } from './webhook-input.ts'
import {
  changeWebhook,
  createWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  testWebhook,
  type Webhook,
} from './webhooks.ts'

/** What the owner does with webhooks. `actor` is who did it, for the audit log. */
export interface WebhookTools {
  list(): Promise<readonly Webhook[]>
  find(id: string): Promise<Webhook>
  /** The secret is shown this once. */
  create(input: WebhookInput, actor: string): Promise<Webhook & { readonly secret: string }>
  change(id: string, input: WebhookChange, actor: string): Promise<Webhook>
  remove(id: string, actor: string): Promise<void>
  /** A new secret, shown this once; the one before signs beside it for a day. */
  rotate(id: string, actor: string): Promise<Webhook & { readonly secret: string }>
  /** Queues a test, and returns its message's id: see `deliveries` for what came of it. */
  test(id: string, actor: string): Promise<string>
  replay(
    id: string,
    query: ReplayQuery,
    actor: string,
  ): Promise<{ readonly queued: number; readonly next?: number }>
  deliveries(id: string, page?: PageQuery): Promise<Page<Delivery>>
}

/** The owner's tool for webhooks. */
export const webhookTools = (context: Context, options: OutboxOptions): WebhookTools => ({
  list: () => listWebhooks(context),
  find: (id) => findWebhook(context, id),
  create: (input, actor) => createWebhook(context, options, input, actor),
  change: (id, input, actor) => changeWebhook(context, options, id, input, actor),
  remove: (id, actor) => removeWebhook(context, id, actor),
  rotate: (id, actor) => rotateSecret(context, id, actor),
  test: (id, actor) => testWebhook(context, id, actor),
  replay: (id, query, actor) => replay(context, id, query, actor),
  deliveries: (id, page) => listDeliveries(context, id, page),
})
