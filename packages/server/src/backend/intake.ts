import { eventKey, judgeEvent, type RecordOptions } from '@goodword/adapters'
import type { Receipt } from '@goodword/program'
import type { Context } from './context.ts'
import type { Item } from './ingest/item.ts'
import type { Queue } from './ingest/queue.ts'

/** Takes a batch in: what a receipt says is on disk before it is returned. */
export async function takeIn(
  context: Context,
  queue: Queue,
  inputs: readonly unknown[],
  { source = 'browser', client, past = false }: RecordOptions,
): Promise<readonly Receipt[]> {
  const items: Item[] = []
  const now = context.now()
  const rejected = inputs.map((input): Receipt | undefined => {
    const { event, receipt } = judge(context, input, { source, past }, now)
    if (!event) return receipt
    items.push({ event: { ...event, id: eventKey(event.id, source) }, receipt, source, client })
    return undefined
  })
  if (items.length === 0) return rejected.filter((receipt) => receipt !== undefined)
  const receipts = (await queue.put(items)).map((receipt, index): Receipt => ({
    ...receipt,
    id: items[index]!.receipt.id,
  }))
  let next = 0
  return rejected.map((receipt) => receipt ?? receipts[next++]!)
}

function judge(
  { program }: Context,
  input: unknown,
  { source, past }: Required<Pick<RecordOptions, 'source' | 'past'>>,
  now: number,
): ReturnType<typeof judgeEvent> {
  const verdict = judgeEvent(program, input, source, now, past)
  if (verdict.event?.type !== 'moment' || isPlain(verdict.event.data, 16)) return verdict
  const { id } = verdict.receipt
  const detail = 'data: expected JSON of at most 16 levels.'
  return { receipt: { id, status: 'rejected', reason: 'event-invalid', detail } }
}

/** Whether it can be written as JSON: what nests without end exhausts the stack of whoever tries. */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === 'bigint') return false
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((part) => isPlain(part, levels - 1))
}
