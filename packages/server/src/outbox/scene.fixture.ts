import type { Program } from '@goodword/program'
import type { ServerResponse } from 'node:http'
import { shop } from '../backend/shop.fixture.ts'
import type { StoreLocation } from '../store/store.ts'
import type { Delivery } from './delivery-list.ts'
import { local, startOutbox, type TestOutbox } from './outbox.fixture.ts'
import { startPeer, type Peer } from './peer.fixture.ts'
import type { WebhookInput } from './webhook-input.ts'

/** An outbox, and a receiver for its webhooks. */
export interface Scene {
  /** Of this scene alone, so that many share a database. */
  readonly program: Program
  readonly peer: Peer
  readonly outbox: TestOutbox
  /** Closes with the scene. */
  also<T extends { close(): Promise<void> }>(started: Promise<T>): Promise<T>
  /** Makes a webhook, to the receiver unless it says otherwise. */
  hook(input?: Partial<WebhookInput>): ReturnType<TestOutbox['tools']['create']>
  deliveries(webhook: string): Promise<readonly Delivery[]>
  close(): Promise<void>
}

/** Sets a scene up. */
export async function startScene(location: StoreLocation): Promise<Scene> {
  const closing: (() => Promise<void>)[] = []
  const also: Scene['also'] = async (started) => {
    const it = await started
    closing.push(() => it.close())
    return it
  }
  const program = { ...shop, id: `shop-${crypto.randomUUID()}` }
  const peer = await also(startPeer())
  const outbox = await also(startOutbox(location, local, program))
  return {
    program,
    peer,
    outbox,
    also,
    hook: (input = {}) => outbox.tools.create({ url: peer.url, ...input }, 'test'),
    deliveries: async (id) => (await outbox.tools.deliveries(id, { limit: 100 })).items,
    async close() {
      for (const close of closing.toReversed()) await close()
    },
  }
}

/** Answers with a status. */
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end()

/** Waits for something to come true, for a few seconds. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 5000
  while (!isTrue() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
}
