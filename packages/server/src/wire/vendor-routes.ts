import type { ReferralBackend, VendorNews } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import { readText } from './body.ts'
import type { ProgramEnv, Wire } from './options.ts'

/** A backend that reads a vendor's webhooks: the vendor's adapter, or two backends of which one is the vendor's. */
interface Receiver {
  receive?(request: Request, vendor: string): Promise<readonly VendorNews[]>
}

/** News that this process remembers, so that what a vendor repeats is told on once. */
const remembered = 10_000

/** Webhooks of the vendor behind a program. The vendor's adapter verifies them; a repeated one is answered alike. */
export function vendorRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  const told = new Set<string>()

  async function tell(program: string, vendor: string, news: VendorNews): Promise<void> {
    const key = JSON.stringify([program, vendor, news.id])
    if (told.has(key)) return
    await wire.onNews?.(news, program)
    told.add(key)
    const [oldest] = told
    if (told.size > remembered && oldest !== undefined) told.delete(oldest)
  }

  app.post('/v1/:program/webhooks/:vendor', async (c) => {
    const { program, vendor } = c.req.param()
    const backend: ReferralBackend & Receiver = c.var.backend
    if (!backend.receive)
      throw new GoodwordError(
        'unsupported',
        `The ${backend.name} backend takes no webhooks. Send them to a program that a vendor answers for.`,
      )
    const { url, headers } = c.req.raw
    // The body is read under our own limit, and only then by the adapter.
    const body = await readText(c.req.raw)
    const news = await backend.receive(new Request(url, { method: 'POST', headers, body }), vendor)
    for (const one of news) await tell(program, vendor, one)
    return c.json({ news: news.map(({ id, type }) => ({ id, type })) })
  })
}
