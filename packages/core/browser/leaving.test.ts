import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { isLong, onlyChromium } from './present.ts'

/** `pnpm browsers --long` tries more often. */
const tries = isLong ? 200 : 16
const lanes = 4

describe('a page that is left right after a conversion', () => {
  let lab: Lab
  let browser: LabBrowser

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await onlyChromium.start()
    lab.page('/', { head: lab.tag(), body: 'a shop' })
    lab.page('/elsewhere', {
      body: `<script>addEventListener('load', () => lab.say('left' + location.search))</script>`,
    })
  })
  afterAll(async () => {
    await lab?.close()
  })

  it(
    '99.9 % arrive after the next visit, left or closed 0 to 50 ms later',
    async () => {
      const wanted: string[] = []
      const atOnce: string[] = []
      const lane = async (number: number): Promise<void> => {
        const visitor = await browser.visitor()
        let tab = await visitor.open()
        const mine: string[] = []
        for (let n = number; n < tries; n += lanes) {
          const isClosed = n % (3 * lanes) < lanes
          await tab.goto(`${lab.url}/?via=${lab.code}`)
          mine.push(`left-${n}`)
          const leaving = tab.evaluate(
            leave,
            `left-${n}`,
            (n * 50) / tries,
            isClosed ? '' : `/elsewhere?${n}`,
          )
          if (isClosed) {
            await leaving
            await tab.close()
            tab = await visitor.open()
          } else {
            // The page may be gone before it can answer; what it did not do is missed below.
            await leaving.catch(() => {})
            const there = () => tab.evaluate(() => location.search + document.readyState).catch(() => '')
            await expect.poll(there, { interval: 10 }).toBe(`?${n}complete`)
          }
        }
        const there = lab.orders()
        atOnce.push(...mine.filter((order) => there.includes(order)))
        wanted.push(...mine)
        await tab.goto(`${lab.url}/`)
        await expect
          .poll(() => mine.filter((order) => !lab.orders().includes(order)))
          .toEqual([])
          .catch(() => {})
        await visitor.close()
      }
      await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))

      const there = new Set(lab.orders())
      const lost = wanted.filter((order) => !there.has(order))
      console.log(
        `${tries} conversions, each page left or closed 0 to 50 ms later: ${atOnce.length} arrived at once, ${tries - lost.length} after the next visit`,
      )
      expect(wanted).toHaveLength(tries)
      expect(lost.length / tries).toBeLessThanOrEqual(0.001)
      expect(lab.orders()).toHaveLength(there.size)
      expect(lab.complaints()).toEqual([])
    },
    isLong ? 600_000 : 60_000,
  )

  /** Converts, waits so many milliseconds and goes to `next`; without one it only says when the time is over. */
  const leave = (order: string, wait: number, next: string): unknown => {
    const tracker = window.goodword as Tracker
    tracker.convert('signup', { order })
    if (!next) return new Promise((resolve) => setTimeout(resolve, wait))
    setTimeout(() => location.assign(next), wait)
    return undefined
  }
})
