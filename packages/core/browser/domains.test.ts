import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Tab, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { everyBrowser, isLong } from './present.ts'

// WebKit's driver cannot be told of hosts that do not exist, and Firefox takes its time.
const browsers = everyBrowser.filter(({ name }) => name === 'Chromium' || (name === 'Firefox' && isLong))

describe.each(browsers)('a site of several domains, in $name', ({ start }) => {
  let lab: Lab
  let browser: LabBrowser
  let visitor: Visitor
  let at: (host: string) => string

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await start()
    at = (host) => `http://${host}:${lab.port}/`
    const links = ['other.test', 'www.example.test'].flatMap((host) => [
      `<a class="plain" href="${at(host)}?q=1#part">${host}</a>`,
      `<a class="decorated" data-goodword-decorate href="${at(host)}?q=1#part">${host}</a>`,
    ])
    lab.page('/', { head: lab.tag(), body: links.join('\n') })
  })
  afterAll(async () => {
    await lab?.close()
  })
  beforeEach(async () => {
    lab.forget()
    visitor = await browser.visitor()
    return () => visitor.close()
  })

  it('a sub-domain knows what another one was told', async () => {
    const tab = await visitor.open(`${at('app.example.test')}?via=${lab.code}`)
    await tab.goto(at('www.example.test'))
    expect(await tab.evaluate(codeKept)).toBe(lab.code)
  })

  it('reset on one sub-domain forgets it on the others', async () => {
    const tab = await visitor.open(`${at('app.example.test')}?via=${lab.code}`)
    await tab.goto(at('www.example.test'))
    await tab.evaluate(() => (window.goodword as Tracker).reset())
    await tab.goto(at('app.example.test'))
    expect(await tab.evaluate(codeKept)).toBe(null)
    expect(await tab.evaluate(() => document.cookie)).not.toContain(lab.code)
  })

  it('a second domain is told by a decorated link', async () => {
    const tab = await visitor.open(`${at('app.example.test')}?via=${lab.code}`)
    await follow(tab, '.decorated[href*="other.test"]')
    expect(await tab.evaluate(codeKept)).toBe(lab.code)
    expect(await tab.evaluate(() => location.search + location.hash)).toMatch(/q=1.*#part/)
  })

  it('and by no other', async () => {
    const tab = await visitor.open(`${at('app.example.test')}?via=${lab.code}`)
    await follow(tab, '.plain[href*="other.test"]')
    expect(await tab.evaluate(codeKept)).toBe(null)
    expect(await tab.evaluate(() => document.cookie)).not.toContain(lab.code)
  })

  it('a link without a referral stays as it is', async () => {
    const tab = await visitor.open(at('app.example.test'))
    await follow(tab, '.decorated[href*="other.test"]')
    expect(await tab.evaluate(() => location.search + location.hash)).toBe('?q=1#part')
  })

  async function follow(tab: Tab, selector: string): Promise<void> {
    // The decoration may come with a later chunk.
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    await tab.evaluate((selector) => document.querySelector<HTMLElement>(selector)!.click(), selector)
    const there = () => tab.evaluate(() => location.hostname + document.readyState).catch(() => '')
    await expect.poll(there).toBe('other.testcomplete')
  }

  const codeKept = (): string | null => (window.goodword as Tracker).attribution()?.code ?? null
})
