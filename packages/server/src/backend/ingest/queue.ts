import type { Receipt } from '@goodword/program'
import { GoodwordError } from '@goodword/program'
import { prepareTraces } from '../../fraud/trace.ts'
import { write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { warm } from '../warming.ts'
import { ColdItems, takeBatch } from './batch.ts'
import type { Item } from './item.ts'

/** Group commit: what arrives while a batch is written makes the next one, and is answered after its commit. */
export interface Queue {
  /**
   * Takes events in and tells what became of each, in order. Rejects with `overloaded` when too many wait already, or
   * with what the store says, see `write`; then nothing of them was acknowledged.
   */
  put(items: readonly Item[]): Promise<readonly Receipt[]>
  /** What was taken in and is not written yet. */
  waiting(): Backlog
  /** Takes nothing more, and resolves when all that was taken is done. */
  close(): Promise<void>
}

/** One caller's events; they are written together or not at all. */
interface Request {
  readonly items: readonly Item[]
  readonly bytes: number
  answer(receipts: readonly Receipt[]): void
  fail(error: unknown): void
}

/** Events, and about how many bytes they are. */
export interface Backlog {
  readonly events: number
  readonly bytes: number
}

/** What a queue holds at most, and how it gathers. */
export interface QueueLimits {
  /** Events in one transaction. @default 1000 */
  readonly batch?: number
  /** Events that wait. @default 20_000 */
  readonly events?: number
  /** Bytes that wait, about. @default 32 MiB */
  readonly bytes?: number
}

/** A queue of one program in this process; one transaction at a time, and `onCommit` hears how many events each had. */
export function createQueue(
  context: Context,
  { batch = 1000, events = 20_000, bytes = 33_554_432 }: QueueLimits = {},
  onCommit: (events: number) => void = () => {},
): Queue {
  const waiting: Request[] = []
  const parked = new Set<Promise<void>>()
  let [waitingEvents, waitingBytes] = [0, 0]
  let running: Promise<void> | undefined
  let isClosed = false

  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined
      if (waiting.length > 0) start()
    })
  }
  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await gather(context)
      const requests: Request[] = []
      let size = 0
      while (waiting.length > 0 && (size === 0 || size + waiting[0]!.items.length <= batch)) {
        const request = waiting.shift()!
        requests.push(request)
        size += request.items.length
      }
      await flush(requests)
    }
  }
  const unfinished = (): Promise<void>[] => [...(running ? [running] : []), ...parked]
  function done({ items, bytes }: Request): void {
    waitingEvents -= items.length
    waitingBytes -= bytes
  }
  async function flush(requests: readonly Request[]): Promise<void> {
    try {
      await prepareTraces(context)
      const receipts = await write(context.store, (tx) =>
        takeBatch(
          tx,
          context,
          requests.flatMap(({ items }) => items),
        ),
      )
      onCommit(receipts.length)
      let start = 0
      for (const request of requests) {
        done(request)
        request.answer(receipts.slice(start, (start += request.items.length)))
      }
    } catch (error) {
      if (error instanceof ColdItems) return park(requests, error)
      // What the store itself refuses it refuses everybody.
      if (requests.length === 1 || error instanceof GoodwordError) {
        for (const request of requests) {
          done(request)
          request.fail(error)
        }
        return
      }
      for (const request of requests) await flush([request])
    }
  }
  async function prepare(referrers: readonly string[], cold: readonly Request[]): Promise<void> {
    try {
      await warm(context, referrers)
      waiting.unshift(...cold)
    } catch (error) {
      for (const request of cold) {
        done(request)
        request.fail(error)
      }
    }
  }
  /** Whoever needs a referrer that is not read yet waits aside; the others go on at once. */
  async function park(requests: readonly Request[], { referrers, events }: ColdItems): Promise<void> {
    const isCold = ({ items }: Request) => items.some(({ event }) => events.has(event.id))
    const cold = requests.filter(isCold)
    const reading: Promise<void> = prepare(referrers, cold).finally(() => {
      parked.delete(reading)
      start()
    })
    parked.add(reading)
    const others = requests.filter((request) => !isCold(request))
    if (others.length > 0) await flush(others)
  }

  return {
    put(items) {
      return new Promise((resolve, reject) => {
        const size = weigh(items)
        const isFull = waitingEvents + items.length > events || waitingBytes + size > bytes
        if (isClosed || isFull) {
          reject(isClosed ? closing() : overloaded(waitingEvents))
          return
        }
        waitingEvents += items.length
        waitingBytes += size
        waiting.push({ items, bytes: size, answer: resolve, fail: reject })
        start()
      })
    },
    waiting: () => ({ events: waitingEvents, bytes: waitingBytes }),
    async close() {
      isClosed = true
      for (let left = unfinished(); left.length > 0; left = unfinished()) await Promise.all(left)
    },
  }
}

/** SQLite is fast and works on this thread: whoever is here already goes. PostgreSQL is worth a moment's wait. */
const gather = ({ store }: Context): Promise<void> =>
  new Promise((resolve) => {
    if (store.kind === 'sqlite') setImmediate(resolve)
    else setTimeout(resolve, 1)
  })

/** Only moments and comments can be long. */
function weigh(items: readonly Item[]): number {
  let size = 0
  for (const { event } of items)
    size += 500 + (event.type === 'moment' ? JSON.stringify(event.data ?? {}).length : 0)
  return size
}

const overloaded = (waiting: number): GoodwordError =>
  new GoodwordError(
    'overloaded',
    `${waiting} events wait to be written already. Nothing of these was taken: send them again in a second.`,
  )

const closing = (): GoodwordError =>
  new GoodwordError('overloaded', 'The server is stopping. Nothing of these was taken: send them again.')
