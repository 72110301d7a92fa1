import type { Receipt } from '../../packages/program/src/index.ts'
import { ownerHeaders } from './goodword.ts'
import type { Report } from './orders.ts'

/** Sends reports until they are acknowledged, as a shop with an outbox does. */
export interface Sender {
  /** All by the same route. Resolves with the receipts; tries again, at any of the servers, on every other answer. */
  send(reports: readonly Report[]): Promise<void>
  /** The ids that a receipt acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** Ids that more than one receipt called new. */
  readonly newTwice: readonly string[]
  /** Why it had to try again, and receipts that refuse, by what they were. */
  readonly retried: ReadonlyMap<string, number>
  readonly refused: ReadonlyMap<string, number>
}

/** `urls` are asked for anew with every try. */
export function createSender(url: () => string, giveUpAfter: number): Sender {
  const acknowledged = new Set<string>()
  const fresh = new Set<string>()
  const newTwice: string[] = []
  const retried = new Map<string, number>()
  const refused = new Map<string, number>()
  const tell = (list: Map<string, number>, what: string) => void list.set(what, (list.get(what) ?? 0) + 1)

  async function attempt(path: string, body: string): Promise<readonly Receipt[] | undefined> {
    try {
      const answer = await fetch(`${url()}${path}`, {
        method: 'POST',
        headers: ownerHeaders,
        body,
        signal: AbortSignal.timeout(20_000),
      })
      const text = await answer.text()
      if (answer.status === 202) return (JSON.parse(text) as { receipts: Receipt[] }).receipts
      tell(retried, `${answer.status} ${/"code":"([^"]*)"/.exec(text)?.[1] ?? text.slice(0, 100)}`)
    } catch (error) {
      tell(retried, describe(error))
    }
    return undefined
  }

  return {
    acknowledged,
    newTwice,
    retried,
    refused,
    async send(reports) {
      const [first] = reports
      if (!first) return
      const path = first.by === 'server' ? '/v1/shop/admin/events' : '/v1/shop/events'
      const body = JSON.stringify({ events: reports.map(({ event }) => event) })
      const end = Date.now() + giveUpAfter
      for (let wait = 10; ; wait = Math.min(wait * 2, 500)) {
        const receipts = await attempt(path, body)
        for (const { id, status, reason } of receipts ?? []) {
          if (status === 'rejected') {
            tell(refused, reason ?? status)
            continue
          }
          acknowledged.add(id)
          if (status === 'duplicate') continue
          if (fresh.has(id)) newTwice.push(id)
          fresh.add(id)
        }
        if (receipts) return
        if (Date.now() > end)
          throw new Error(`Nothing was taken for ${giveUpAfter} ms: ${JSON.stringify([...retried])}`)
        await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())))
      }
    },
  }
}

function describe(error: unknown): string {
  const { name, cause } = error as Error
  const { code, message } = (cause ?? error) as { readonly code?: string; readonly message: string }
  return name === 'TimeoutError' ? 'no answer in 20 s' : (code ?? message)
}
