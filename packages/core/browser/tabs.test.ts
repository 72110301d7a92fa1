import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { isLong, onlyChromium } from './present.ts'

/** `pnpm browsers --long` fires more. */
const events = isLong ? 10_000 : 400
const tabs = 10

describe('ten tabs of one site, opened and closed at random', () => {
  let lab: Lab
  let browser: LabBrowser

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await onlyChromium.start()
    lab.page('/', { head: lab.tag() })
  })
  afterAll(async () => {
    await lab?.close()
  })

  it(
    'every event is in the store, and once',
    async () => {
      const visitor = await browser.visitor()
      const told: string[] = []
      await Promise.all(Array.from({ length: tabs }, (_, number) => use(visitor, number, told)))
      const last = await visitor.open(`${lab.url}/`)
      await expect.poll(() => missing(told).length, { timeout: 60_000 }).toBe(0)
      await last.close()

      const stored = lab.orders()
      const sent = lab.api.posts.flat()
      console.log(
        `${told.length} events from ${tabs} tabs: ${stored.length} rows, ${new Set(stored).size} distinct; ${lab.api.posts.length} requests, ${sent.length - new Set(sent).size} events sent more than once`,
      )
      expect(told).toHaveLength(events)
      expect(stored.toSorted()).toEqual(told.toSorted())
      expect([...lab.complaints(), ...uncaught(visitor)]).toEqual([])
      await visitor.close()
    },
    isLong ? 900_000 : 60_000,
  )

  /** Opens tabs one after the other; each converts some times and is closed at any moment after. */
  async function use(visitor: Visitor, number: number, told: string[]): Promise<void> {
    const total = events / tabs
    for (let done = 0; done < total;) {
      const tab = await visitor.open(`${lab.url}/`)
      for (let rounds = 1 + (roll() % 3); rounds > 0 && done < total; rounds--) {
        const count = Math.min(1 + (roll() % 20), total - done)
        const orders = Array.from({ length: count }, (_, n) => `tab-${number}-${done + n}`)
        await tab.evaluate(convertAll, orders)
        told.push(...orders)
        done += count
        await new Promise((resolve) => setTimeout(resolve, roll() % 60))
      }
      await tab.close()
    }
  }

  function missing(told: readonly string[]): string[] {
    const there = new Set(lab.orders())
    return told.filter((order) => !there.has(order))
  }

  const uncaught = ({ complaints }: Visitor): string[] =>
    complaints.filter((text) => text.startsWith('uncaught'))

  const convertAll = (orders: readonly string[]): void => {
    for (const order of orders) (window.goodword as Tracker).convert('signup', { order })
  }

  /** The same rolls in every run. */
  let seed = 7
  const roll = (): number => (seed = (seed * 48_271) % 2_147_483_647)
})
