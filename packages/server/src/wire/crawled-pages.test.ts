import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purchase, visit } from '../backend/shop.fixture.ts'
import { crawlers } from './agents.fixture.ts'
import { browsers } from './browsers.fixture.ts'
import { startWire, type TestWire } from './wire.fixture.ts'

const googlebot =
  'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const headless =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36'

describe('events from a page', () => {
  let wire: TestWire
  beforeAll(async () => {
    wire = await startWire()
  })
  afterAll(() => wire.close())
  const send = async (agent: string | undefined, ...events: readonly object[]) => {
    const answer = await wire.ask('/v1/shop/events', {
      json: { events },
      headers: agent === undefined ? {} : { 'user-agent': agent },
    })
    const { receipts } = (await answer.json()) as {
      receipts: { id: string; status: string; reason?: string }[]
    }
    expect(receipts.map(({ id }) => id)).toEqual(events.map((event) => (event as { id: string }).id))
    return receipts.map(({ status, reason }) => reason ?? status)
  }
  const event = (fields: object) => ({ id: crypto.randomUUID(), at: Date.now(), ...fields })

  it('that a crawler reads count for nothing, but what was bought in it', async () => {
    const mixed = () => [
      visit({ code: 'AMY' }),
      purchase({ customer: { id: 'bo' } }),
      event({ type: 'share', channel: 'x', code: 'AMY' }),
      event({ type: 'exposure', experiment: 'button', variant: 'a' }),
      event({ type: 'moment', name: 'nice' }),
    ]
    expect(await send(googlebot, ...mixed())).toEqual(['bot', 'unconfirmed', 'bot', 'bot', 'accepted'])
    expect(await send(googlebot, visit({}))).toEqual(['bot'])
    const rows = await wire.store.db.selectFrom('gw_ledger').select('type').orderBy('type').execute()
    expect(rows.map(({ type }) => type)).toEqual(['conversion', 'moment'])
    expect(await send(browsers[0], ...mixed())).toEqual([
      'accepted',
      'unconfirmed',
      'accepted',
      'accepted',
      'accepted',
    ])
  })

  it('count in every browser, in an app, and in the headless one that owners test with', async () => {
    const agents = [undefined, 'node', 'okhttp/4.12.0', 'Shop/3.1 CFNetwork/1494.0.7 Darwin/23.4.0', headless]
    for (const agent of [...agents, ...browsers])
      expect([agent, ...(await send(agent, visit({})))]).toEqual([agent, 'accepted'])
  })

  it('count in no crawler that has a browser', async () => {
    const withBrowser = crawlers.filter((agent) => agent.startsWith('Mozilla') && !agent.includes('Headless'))
    expect(withBrowser.length).toBeGreaterThan(20)
    for (const agent of [
      ...withBrowser,
      headless.replace('Safari/537.36', 'Safari/537.36 (compatible; SomeBot/1)'),
    ])
      expect([agent, ...(await send(agent, visit({})))]).toEqual([agent, 'bot'])
  })
})
