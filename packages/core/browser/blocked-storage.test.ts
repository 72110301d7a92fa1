import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { LabBrowser, Visitor } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { everyBrowser, some } from './present.ts'

const refuse = `() => { throw new DOMException('The operation is insecure.', 'SecurityError') }`
const cookieThrows = `Object.defineProperty(Document.prototype, 'cookie', { get: ${refuse}, set: ${refuse} });`
const storageThrows = `Object.defineProperty(window, 'localStorage', { get: ${refuse} });`
const cookiesOff = `Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });`
const storageFull = `
  for (let size = 1 << 22; size >= 1; size >>= 1)
    try { for (let n = 0; ; n++) localStorage.setItem('fill-' + size + '-' + n, 'x'.repeat(size)) } catch {}`

/** Ways of one page to have no storage, as the script that takes it away. */
const scripts = {
  'neither cookie nor storage': cookieThrows + storageThrows,
  'a cookie that throws': cookieThrows,
  'a localStorage that throws': storageThrows,
  'a localStorage that is null': `Object.defineProperty(window, 'localStorage', { get: () => null })`,
  'a localStorage that is full': cookiesOff + storageFull,
  'cookies switched off': cookiesOff,
}

/** Places that have none: how to get the document `html`, which `path` serves, there. */
const places: Record<string, (lab: Lab, html: string, path: string) => string> = {
  'a sandboxed frame': (lab, _, path) =>
    lab.page('/outer', { body: `<iframe sandbox="allow-scripts" src="${path}?via=${lab.code}"></iframe>` }),
  'a sandboxed frame of its own text': (lab, html) =>
    lab.page('/outer', { body: `<iframe sandbox="allow-scripts" srcdoc="${quoted(html)}"></iframe>` }),
  'a frame of its own text': (lab, html) =>
    lab.page('/outer', { body: `<iframe srcdoc="${quoted(html)}"></iframe>` }),
  'a frame of a third party': (lab, _, path) => {
    const src = `http://127.0.0.1:${lab.port}${path}?via=${lab.code}`
    return lab.page('/outer', { body: `<iframe src="${src}"></iframe>` })
  },
  'a data: page': (lab, html) => `data:text/html,${encodeURIComponent(html)}#via=${lab.code}`,
  'a file: page': (lab, html) => {
    writeFileSync(join(folder, 'page.html'), html)
    return `${pathToFileURL(join(folder, 'page.html')).href}?via=${lab.code}`
  },
}
const folder = mkdtempSync(join(tmpdir(), 'goodword-files-'))
const quoted = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

describe.each(everyBrowser)('where nothing can be stored, in $name', ({ name, start }) => {
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

  it.each(some(name, Object.entries(scripts), 2))(
    '%s: known and reported all the same',
    async (way, script) => {
      const parts = page(way, `<script>{ ${script} }</script>`)
      await unharmed(way, `${lab.page('/page', parts)}?via=${lab.code}`)
    },
  )

  it.each(some(name, Object.entries(places), 1))(
    '%s: known and reported all the same',
    async (way, place) => {
      const parts = page(way)
      lab.page('/page', parts)
      await unharmed(way, place(lab, lab.text(parts), '/page'))
    },
  )

  function page(way: string, before = ''): { head: string } {
    return {
      head: `${before}${lab.tag()}<script>{
        const calls = [['convert', 'signup', { order: '${order(way)}' }]]
        // A document without an address has no code in it: there the page hands it over.
        if (location.protocol === 'about:') calls.unshift(['capture', 'https://shop.example/?via=${lab.code}'])
        ;(window.goodword ||= []).push(...calls)
        addEventListener('load', () => setTimeout(() => lab.say('done', goodword.attribution()?.code), 100))
      }</script>`,
    }
  }

  async function unharmed(way: string, url: string): Promise<void> {
    await visitor.open(url)
    expect(await lab.heard('done')).toBe(lab.code)
    await expect.poll(() => lab.rows().find((row) => row.order_ref === order(way))?.code).toBe(lab.code)
    await lab.quiet()
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
  }

  const order = (way: string): string => `${name}-${way}`.replace(/\W+/g, '-')
})

afterAll(() => rmSync(folder, { recursive: true }))
