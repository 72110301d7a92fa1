import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { ApiState } from './api-switch.ts'
import type { LabBrowser, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { everyBrowser, some } from './present.ts'

const states: readonly ApiState[] = ['refused', 'error', 'hang', 'cut']

describe.each(everyBrowser)('while the API cannot be reached, in $name', ({ name, start }) => {
  let lab: Lab
  let browser: LabBrowser
  let visitor: Visitor

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await start()
    lab.page('/', { head: lab.tag() })
  })
  afterAll(async () => {
    await lab?.close()
  })
  beforeEach(async () => {
    lab.forget()
    visitor = await browser.visitor()
    return () => visitor.close()
  })

  it.each(some(name, states, 1))(
    '%s: the code is kept and nothing is thrown; all arrives once it is back',
    async (state) => {
      const order = `${name}-${state}`
      await lab.api.set(state)
      const tab = await visitor.open(`${lab.url}/?via=${lab.code}`)
      await tab.evaluate(convert, order)
      // Time for the sender to have failed at least once.
      const tried = lab.api.posts.length
      if (state !== 'refused') await expect.poll(() => lab.api.posts.length).toBeGreaterThan(tried - 1)
      await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
      expect(await tab.evaluate(codeKept)).toBe(lab.code)

      await lab.api.set('open')
      await tab.reload()
      expect(await tab.evaluate(codeKept)).toBe(lab.code)
      await expect.poll(() => lab.orders().filter((each) => each === order)).toEqual([order])
      expect(lab.complaints()).toEqual([])
      expect(visitor.complaints.filter((text) => text.startsWith('uncaught'))).toEqual([])
    },
  )

  it('without a reload: the page that failed delivers by itself', async () => {
    const order = `${name}-itself`
    await lab.api.set('error')
    const tab = await visitor.open(`${lab.url}/?via=${lab.code}`)
    await tab.evaluate(convert, order)
    await expect.poll(() => lab.api.posts.length).toBeGreaterThan(0)
    await lab.api.set('open')
    await expect.poll(() => lab.orders(), { timeout: 15_000 }).toContain(order)
    expect(lab.complaints()).toEqual([])
  })

  it('every script but the tag is blocked: the code is kept, and events wait for the next page', async () => {
    const order = `${name}-alone`
    const source = await (await fetch(`${lab.url}/goodword.js`)).text()
    // Somewhere without its chunks.
    lab.file('/alone/goodword.js', 'text/javascript', source)
    const head = lab.tag().replace('/goodword.js', '/alone/goodword.js')
    const tab = await visitor.open(`${lab.page('/blocked', { head })}?via=${lab.code}`)
    await tab.evaluate(convert, order)
    expect(await tab.evaluate(codeKept)).toBe(lab.code)
    await tab.goto(`${lab.url}/`)
    await expect.poll(() => lab.orders()).toContain(order)
    expect(lab.complaints()).toEqual([])
    expect(visitor.complaints.filter((text) => text.startsWith('uncaught'))).toEqual([])
  })

  const convert = (order: string): unknown => (window.goodword as Tracker).convert('signup', { order })
  const codeKept = (): string | undefined => (window.goodword as Tracker).attribution()?.code
})
