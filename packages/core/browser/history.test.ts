import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { onlyChromium } from './present.ts'

describe('pages that come and go without being loaded', () => {
  let lab: Lab
  let browser: LabBrowser
  let visitor: Visitor

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await onlyChromium.start()
  })
  afterAll(async () => {
    await lab?.close()
  })
  beforeEach(async () => {
    lab.forget()
    visitor = await browser.visitor()
    return () => visitor.close()
  })

  it('a page that is only prepared keeps and sends nothing until somebody looks at it', async () => {
    const landing = `/landing?via=${lab.code}`
    const tell = `<script>
      const state = () => ({ prerendering: document.prerendering, cookie: document.cookie, kept: Object.keys(localStorage).filter((key) => key.startsWith('goodword')) })
      addEventListener('load', () => setTimeout(() => lab.say('loaded', state()), 400))
      document.addEventListener('prerenderingchange', () => setTimeout(() => lab.say('shown', state()), 600))
    </script>`
    lab.page('/landing', { head: lab.tag() + tell })
    const rules = `<script type="speculationrules">{ "prerender": [{ "urls": ["${landing}"], "eagerness": "immediate" }] }</script>`
    const home = lab.page('/home', { head: rules, body: `<a href="${landing}">to the offer</a>` })
    const before = lab.api.posts.length
    const tab = await visitor.open(home)
    expect(await lab.heard('loaded')).toEqual({ prerendering: true, cookie: '', kept: [] })
    expect(lab.api.posts.length).toBe(before)

    void tab.evaluate(() => document.querySelector('a')!.click()).catch(() => {})
    expect(await lab.heard('shown')).toMatchObject({
      prerendering: false,
      cookie: expect.stringContaining(lab.code),
    })
    await expect.poll(() => lab.rows().filter(({ type }) => type === 'visit')).toHaveLength(1)
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
  })

  it('a page that comes back out of the cache knows what happened meanwhile, and goes on', async () => {
    const show = `<script>addEventListener('pageshow', ({ persisted }) => lab.say(persisted ? 'restored' : 'loaded'))</script>`
    lab.page('/', { head: lab.tag() + show })
    const tab = await visitor.open(`${lab.url}/`)
    await tab.evaluate(convert, 'before')
    await expect.poll(() => lab.orders()).toContain('before')
    // A page that still waits for an answer is not kept.
    await expect.poll(() => tab.evaluate(() => (window.goodword as Tracker).stats().queued)).toBe(0)
    await lab.quiet()
    await tab.goto(`${lab.url}/?via=${lab.code}`)
    await tab.back()
    // Restored, and not loaded anew: nothing of the tracker may keep a page out of the cache.
    await lab.heard('restored')
    expect(await tab.evaluate(() => (window.goodword as Tracker).attribution()?.code)).toBe(lab.code)
    const shown = () => tab.evaluate(() => (window.goodword as Tracker).$touch.get()?.code)
    await expect.poll(shown).toBe(lab.code)
    await tab.evaluate(convert, 'after')
    await expect.poll(() => lab.rows().find((row) => row.order_ref === 'after')?.code).toBe(lab.code)
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
  })

  it('a single page that changes its address is a landing as well', async () => {
    const tab = await visitor.open(lab.page('/app', { head: lab.tag() }))
    await tab.evaluate((code) => history.pushState({}, '', `/app/offer?via=${code}`), lab.code)
    await expect.poll(() => tab.evaluate(known)).toBe(lab.code)
  })

  it.each(['', 'no-store'])(
    'going back to an older landing credits nobody again, nor does its reload (cache-control: "%s")',
    async (cache) => {
      const later = await lab.enrol('zoe')
      const url = lab.page('/offer', { head: lab.tag() }, { 'cache-control': cache })
      const tab = await visitor.open(`${url}?via=${lab.code}`)
      expect(await tab.evaluate(known)).toBe(lab.code)
      await tab.goto(`${url}?via=${later}`)
      expect(await tab.evaluate(known)).toBe(later)
      await tab.back()
      expect(await tab.evaluate(() => location.search)).toBe(`?via=${lab.code}`)
      await lab.quiet()
      expect(await tab.evaluate(known)).toBe(later)
      await tab.reload()
      await lab.quiet()
      expect(await tab.evaluate(known)).toBe(later)
    },
  )

  it('nor does going back inside a single page', async () => {
    const later = await lab.enrol('zoe')
    const tab = await visitor.open(`${lab.page('/app', { head: lab.tag() })}?via=${lab.code}`)
    await tab.evaluate((code) => history.pushState({}, '', `/app/offer?via=${code}`), later)
    await expect.poll(() => tab.evaluate(known)).toBe(later)
    await tab.evaluate(() => history.back())
    await expect.poll(() => tab.evaluate(() => location.search)).toBe(`?via=${lab.code}`)
    await lab.quiet()
    expect(await tab.evaluate(known)).toBe(later)
  })

  const known = (): string | undefined => (window.goodword as Tracker).attribution()?.code
  const convert = (order: string): unknown => (window.goodword as Tracker).convert('signup', { order })
})
