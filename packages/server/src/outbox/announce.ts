import { createId } from '../backend/code.ts'
import type { Context } from '../backend/context.ts'
import type { DeliveriesTable, MessagesTable } from '../store/tables/outbox.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { listenersOf, wants } from './listeners.ts'

/** Something that the owner's systems may want to hear of. */
export interface News {
  /** One of `messageTypes`, e.g. `reward.due`. */
  readonly type: string
  /** Epoch milliseconds. */
  readonly at: number
  /** `participant`, `friend` and `referrer` are person keys; who that is, is looked up when it is sent. */
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Writes news for everybody who wants it, in the transaction that made it true. Two statements, however much there is;
 * none when nobody listens, which another process may learn of five seconds late.
 */
export async function announce(tx: Write, context: Context, news: readonly News[]): Promise<void> {
  if (news.length === 0) return
  const listeners = await listenersOf(tx, context)
  if (listeners.length === 0) return
  const messages: MessagesTable[] = []
  const deliveries: DeliveriesTable[] = []
  for (const { type, at, data } of news) {
    const wanting = listeners.filter((listener) => wants(listener, type))
    if (wanting.length === 0) continue
    const message = messageOf(context, { type, at, data })
    messages.push(message)
    // A webhook that is off gets none, but the message is there to be replayed.
    for (const { id, isOn } of wanting) if (isOn) deliveries.push(deliveryOf(message, id, context.now()))
  }
  await writeMessages(tx, messages, deliveries)
}

/** A message with an id of its own, which every try carries. */
export const messageOf = ({ program, random }: Context, { type, at, data }: News): MessagesTable => ({
  program: program.id,
  id: createId('msg', random),
  type,
  at,
  body: JSON.stringify(data),
})

/** A message on its way to one receiver, due at once. */
export const deliveryOf = (
  { program, id }: MessagesTable,
  receiver: string,
  at: number,
): DeliveriesTable => ({
  program,
  id: `${id}.${receiver}`,
  message: id,
  receiver,
  at,
  state: 'waiting',
  due: at,
  leased_until: 0,
  tries: 0,
  tried_at: null,
  status: null,
  error: null,
  answer: null,
})

/** Writes messages and their deliveries as they are. */
export async function writeMessages(
  tx: Write,
  messages: readonly MessagesTable[],
  deliveries: readonly DeliveriesTable[],
): Promise<void> {
  await inChunks(messages, (some) => tx.insertInto('gw_outbox').values(some).execute())
  await inChunks(deliveries, (some) => tx.insertInto('gw_deliveries').values(some).execute())
}
