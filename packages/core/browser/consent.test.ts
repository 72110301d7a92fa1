import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser, Tab, Visitor } from './browser.ts'
import { consentFrameworks, type ConsentFramework } from './consent-frameworks.ts'
import { startLab, type Lab } from './lab.ts'
import { isLong, onlyChromium } from './present.ts'

describe('on a page that asks first', () => {
  let lab: Lab
  let browser: LabBrowser
  let visitor: Visitor
  let sent: number

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await onlyChromium.start()
  })
  afterAll(async () => {
    await lab?.close()
  })
  beforeEach(async () => {
    lab.forget()
    sent = lab.api.posts.length
    visitor = await browser.visitor()
    return () => visitor.close()
  })

  describe.each(consentFrameworks)('by $name', (framework) => {
    const orderOf = (what: string): string => `${framework.name} ${what}`.replaceAll(' ', '-')

    it('nothing is kept or sent until the visitor agrees; all is removed when they withdraw', async () => {
      const tab = await undecided(framework)
      await tab.evaluate(convert, orderOf('agreed'))
      await untouched(tab)
      expect(await tab.evaluate(codeKnown)).toBe(lab.code)

      await tab.evaluate(click, 'accept')
      await expect.poll(() => tab.evaluate(traces)).toEqual(expect.stringContaining(lab.code))
      await expect.poll(() => lab.orders()).toContain(orderOf('agreed'))

      await tab.evaluate(click, 'refuse')
      await expect.poll(() => tab.evaluate(traces)).toBe('')
      sent = lab.api.posts.length
      await tab.evaluate(convert, orderOf('withdrawn'))
      await untouched(tab)
      expect(harm()).toEqual([])
    })

    it.runIf(isLong || framework === consentFrameworks[0])(
      'whoever agreed on an earlier visit need not click again',
      async () => {
        const head = `<script>addEventListener('load', () => setTimeout(() => lab.accept(), 300))</script>`
        const tab = await undecided(framework, head, false)
        await tab.evaluate(convert, orderOf('before'))
        await expect.poll(() => lab.orders()).toContain(orderOf('before'))
        expect(harm()).toEqual([])
      },
    )

    it.runIf(isLong || framework === consentFrameworks[0])('who refuses leaves no trace', async () => {
      const tab = await undecided(framework)
      await tab.evaluate(click, 'refuse')
      await tab.evaluate(convert, orderOf('refused'))
      await untouched(tab)
      expect(harm()).toEqual([])
    })
  })

  it('a framework that comes later than the tracker is heard as well', async () => {
    const late = consentFrameworks.find(({ name }) => name === 'vanilla-cookieconsent')!
    const { head, script } = await parts(late)
    lab.file('/late-framework.js', 'text/javascript', script)
    const loader = `<script>setTimeout(() => {
      const tag = document.createElement('script')
      tag.src = '/late-framework.js'
      tag.onload = () => lab.say('loaded')
      document.head.append(tag)
    }, 300)</script>`
    const tab = await visitor.open(
      `${lab.page('/late', { head: lab.tag({ consent: 'auto' }) + loader + head })}?via=${lab.code}`,
    )
    await lab.heard('loaded')
    await pause(tab)
    await tab.evaluate(click, 'refuse')
    await expect.poll(() => tab.evaluate(traces)).toBe('')
  })

  it.each(['pending', 'auto'])(
    'by the site itself, data-consent="%s", with a privacy signal',
    async (consent) => {
      const signal = `<script>Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })</script>`
      const head = signal + lab.tag({ consent })
      const tab = await visitor.open(`${lab.page(`/signal-${consent}`, { head })}?via=${lab.code}`)
      await tab.evaluate(convert, `signal-${consent}`)
      await untouched(tab)
    },
  )

  async function parts({
    script,
    accept,
    refuse,
  }: ConsentFramework): Promise<{ head: string; script: string }> {
    const deeds = `<script>
      lab.accept = () => { ${accept} }
      lab.refuse = () => { ${refuse} }
    </script>
    <button id="accept" onclick="lab.accept()">Yes</button><button id="refuse" onclick="lab.refuse()">No</button>`
    return { head: deeds, script: await script() }
  }

  /** A landing whose visitor has decided nothing yet. */
  async function undecided(framework: ConsentFramework, more = '', isAsked = true): Promise<Tab> {
    const { head, script } = await parts(framework)
    lab.file('/framework.js', 'text/javascript', script)
    const body = `<script src="/framework.js"></script>${lab.tag()}`
    const tab = await visitor.open(`${lab.page('/asks', { head: head + more, body })}?via=${lab.code}`)
    if (isAsked) await untouched(tab)
    return tab
  }

  async function untouched(tab: Tab): Promise<void> {
    await pause(tab)
    expect(await tab.evaluate(traces)).toBe('')
    expect(lab.api.posts.length).toBe(sent)
  }

  const pause = (tab: Tab) => tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
  const harm = (): string[] => [...lab.complaints(), ...visitor.complaints]

  const click = (id: string): void => document.getElementById(id)!.click()
  const convert = (order: string): unknown => (window.goodword as Tracker).convert('signup', { order })
  const codeKnown = (): string | undefined => (window.goodword as Tracker).attribution()?.code

  /** Whatever of ours the browser keeps; the frameworks' own is none of our business. */
  const traces = (): string =>
    [
      ...document.cookie.split('; ').filter((pair) => pair.startsWith('goodword')),
      ...[localStorage, sessionStorage].flatMap((storage) =>
        Object.keys(storage).filter((key) => key.startsWith('goodword')),
      ),
    ].join()
})
