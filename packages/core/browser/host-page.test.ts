import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { everyBrowser } from './present.ts'
import { snapshotText } from './snapshot.ts'

describe.each(everyBrowser)('the page that the tracker is in, in $name', ({ name, start }) => {
  let lab: Lab
  let browser: LabBrowser
  let visitor: Visitor

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await start()
  })
  afterAll(async () => {
    await lab?.close()
  })
  beforeEach(async () => {
    lab.forget()
    visitor = await browser.visitor()
    return () => visitor.close()
  })

  const markup = `
    <form data-goodword-convert="signup"><input type="hidden" name="via"></form>
    <a href="https://other.test/" data-goodword-decorate>elsewhere</a>
    <p>Text that would move.</p>`

  it('no new global but its own, and nothing of the platform changed', async () => {
    const head = `<script>${snapshotText}</script>${lab.tag()}`
    const tab = await visitor.open(
      `${lab.page('/globals', { head, body: markup })}?via=${lab.code}&vi=1#hash`,
    )
    await tab.evaluate((order) => (window.goodword as Tracker).convert('signup', { order }), `${name}-own`)
    await expect.poll(() => lab.orders()).toContain(`${name}-own`)
    await tab.evaluate(() => history.pushState({}, '', '/globals?elsewhere'))
    const { added, changed, compared } = await tab.evaluate(() => window.lab.compare!())
    expect(added).toEqual(['goodword', 'nanostoresGlobal'])
    expect(changed).toEqual([])
    expect(compared).toBeGreaterThan(5_000)
  })

  it('a page that does change something is seen', async () => {
    const patch = `<script>{
      const { pushState } = History.prototype
      History.prototype.pushState = function (...args) { return pushState.apply(this, args) }
      window.leaked = 1
    }</script>`
    const head = `<script>${snapshotText}</script>${patch}`
    const tab = await visitor.open(lab.page('/patched', { head }))
    const { added, changed } = await tab.evaluate(() => window.lab.compare!())
    expect(added).toEqual(['leaked'])
    expect(changed).toEqual(['History.prototype.pushState'])
  })

  it('nothing in it moves', async () => {
    const watch = `<script>{
      let moved = 0
      const supported = (window.PerformanceObserver?.supportedEntryTypes ?? []).includes('layout-shift')
      if (supported)
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) moved += entry.value
        }).observe({ type: 'layout-shift', buffered: true })
      window.lab.moved = () => moved
      window.lab.box = () => document.documentElement.getBoundingClientRect().height
    }</script>`
    const parts = (tag: string) => ({ head: watch + tag, body: markup })
    const bare = await visitor.open(lab.page('/bare', parts('')))
    const height = await bare.evaluate(() => window.lab.box!())
    await bare.close()
    const other = await browser.visitor()
    const tab = await other.open(`${lab.page('/watched', parts(lab.tag()))}?via=${lab.code}`)
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
    expect(await tab.evaluate(() => window.lab.moved!())).toBe(0)
    expect(await tab.evaluate(() => window.lab.box!())).toBe(height)
    await other.close()
  })

  it('five tags, in two versions and as a module, are one tracker and one visit', async () => {
    const assets = inject('assets')
    for (const file of globSync('**/*.js', { cwd: assets }))
      lab.file(
        `/later/${file}`,
        'text/javascript',
        `/* another version */${readFileSync(join(assets, file), 'utf8')}`,
      )
    const tags = [
      lab.tag(),
      lab.tag(),
      lab.tag().replace('/goodword.js', '/later/goodword.js'),
      lab.tag().replace('async', 'type="module"'),
      lab.tag().replace('async', 'defer'),
    ]
    const head = `<script>document.addEventListener('load', ({ target }) => {
      if (target.localName === 'script') (window.lab.trackers ??= []).push(window.goodword)
    }, true)</script>${tags.join('')}`
    const tab = await visitor.open(`${lab.page('/five', { head })}?via=${lab.code}`)
    const distinct = () => new Set(window.lab.trackers).size
    const seen = await tab.evaluate(() => window.lab.trackers!.length)
    expect(seen).toBeGreaterThanOrEqual(4)
    expect(await tab.evaluate(distinct)).toBe(1)

    const mine = await tab.evaluate(() => (window.goodword as Tracker).attribution()!.visitor)
    await tab.evaluate((order) => (window.goodword as Tracker).convert('signup', { order }), `${name}-five`)
    await expect.poll(() => lab.orders()).toContain(`${name}-five`)
    expect(lab.rows().filter((row) => row.type === 'visit' && row.visitor === mine)).toHaveLength(1)
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
  })
})
