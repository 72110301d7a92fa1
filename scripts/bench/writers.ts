import { createOrders } from './orders.ts'
import { createSender, type Sender } from './sender.ts'

/** Shops that report orders for as long as they are let. */
export interface Writers {
  readonly sender: Sender
  /** Rejects when one gave up, and never resolves. */
  readonly failed: Promise<never>
  /** Lets each finish what it has begun to send. Rejects when one gave up. */
  finish(): Promise<void>
}

/** Starts `count` of them; each sends the reports of one order after the other, and tries again until they are taken. */
export function startWriters(url: () => string, codes: readonly string[], count: number): Writers {
  const sender = createSender(url, 120_000)
  const orders = createOrders(codes, 'fault', 17)
  const state = { isOver: false }
  const write = async (): Promise<void> => {
    while (!state.isOver) {
      const reports = orders.next()
      for (const by of ['browser', 'server'] as const)
        await sender.send(reports.filter((report) => report.by === by))
    }
  }
  const all = Promise.all(Array.from({ length: count }, write))
  const failed = new Promise<never>((_, reject) => void all.catch(reject))
  // Whoever waits hears of it; nobody may be waiting yet.
  failed.catch(() => undefined)
  return {
    sender,
    failed,
    async finish() {
      state.isOver = true
      await all
    },
  }
}
