import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Tab, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { onlyChromium } from './present.ts'

/** What a page may have done to the platform before the tracker comes. */
const deeds = {
  'Prototype.js, which lets lists write themselves as texts': `
    Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']' }`,
  'prototypes with enumerable extras': `
    for (const { prototype } of [Object, Array, String, Function]) prototype.extra = function () { return this }`,
  'a global called navigation': `Object.defineProperty(window, 'navigation', { value: { items: [] } })`,
  'a global called performance': `window.performance = null`,
  'elements called goodword': `document.write('<div id="goodword"></div><a id="goodword" name="goodword"></a>')`,
  'no current script': `Object.defineProperty(document, 'currentScript', { get: () => null })`,
  'a dataLayer that is none': `window.dataLayer = { push: null }`,
}

describe('in a page that is not as it should be', () => {
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

  it.each(Object.entries(deeds))('%s: known and reported all the same', async (deed, script) => {
    const order = deed.replace(/\W+/g, '-')
    const tab = await landing(`<script>${script}</script>${lab.tag()}`)
    await started(tab)
    expect(await tab.evaluate(known)).toBe(lab.code)
    await tab.evaluate(convert, order)
    await expect.poll(() => lab.rows().find((row) => row.order_ref === order)?.code).toBe(lab.code)
    await lab.quiet()
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
  })

  it.each(['throw new Error("no network here")', 'return undefined'])(
    'a fetch that does nothing but "%s": nothing is thrown, and the next page delivers',
    async (body) => {
      const order = body.replace(/\W+/g, '-')
      const broken = `<script>{ const { fetch } = window; lab.mend = () => (window.fetch = fetch); window.fetch = () => { ${body} } }</script>`
      const tab = await landing(broken + lab.tag())
      await started(tab)
      await tab.evaluate(convert, order)
      await lab.quiet()
      await tab.evaluate(() => dispatchEvent(new Event('pagehide')))
      await tab.goto(lab.page('/mended', { head: lab.tag() }))
      await expect.poll(() => lab.orders()).toContain(order)
      expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
    },
  )

  it('a file: page whose address cannot be changed: nothing is thrown', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goodword-file-'))
    const file = join(folder, 'page.html')
    writeFileSync(file, lab.text({ head: lab.tag({ clean: '' }) }))
    const tab = await visitor.open(`${pathToFileURL(file).href}?via=${lab.code}`)
    await started(tab)
    await lab.quiet()
    expect(lab.complaints().filter((text) => !text.startsWith('console.warn'))).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it('calls that make no sense throw nothing, and return as they should', async () => {
    const tab = await landing(lab.tag({}))
    await started(tab)
    const thrown = await tab.evaluate(() => {
      const tracker = window.goodword as unknown as Record<string, (...given: unknown[]) => unknown>
      const odd: unknown[] = [undefined, null, 0, '', Symbol('x'), Object.create(null), [], () => 1, 1n, NaN]
      const circular: Record<string, unknown> = {}
      circular['self'] = circular
      const problems: string[] = []
      for (const name of [
        'capture',
        'convert',
        'moment',
        'record',
        'identify',
        'consent',
        'decorate',
        'on',
        'push',
      ])
        for (const one of [...odd, circular])
          for (const more of [[], [{ order: Object.create(null) }], [circular], [Symbol('y')]])
            try {
              tracker[name]!(one, ...more)
            } catch (error) {
              problems.push(`${name}(${typeof one}): ${String(error)}`)
            }
      return problems
    })
    expect([...new Set(thrown)]).toEqual([])
    await lab.quiet()
    expect(lab.complaints().filter((text) => !text.startsWith('console.warn'))).toEqual([])
  })

  async function landing(head: string): Promise<Tab> {
    return visitor.open(`${lab.page('/hostile', { head })}?via=${lab.code}`)
  }
  const started = (tab: Tab) =>
    expect.poll(() => tab.evaluate(() => (window.goodword as Partial<Tracker>).program)).toBe('shop')
  const known = (): string | undefined => (window.goodword as Tracker).attribution()?.code
  const convert = (order: string): unknown => (window.goodword as Tracker).convert('signup', { order })
})
