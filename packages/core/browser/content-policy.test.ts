import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Tracker } from '../src/index.ts'
import type { LabBrowser } from './browser.ts'
import { startLab, type Lab } from './lab.ts'
import { everyBrowser } from './present.ts'

describe.each(everyBrowser)('under the strictest content security policy, in $name', ({ name, start }) => {
  let lab: Lab
  let browser: LabBrowser

  beforeAll(async () => {
    lab = await startLab(inject('assets'))
    browser = await start()
  })
  afterAll(async () => {
    await lab?.close()
  })

  /** Nothing is allowed but scripts with a nonce and the two addresses that the documents name. */
  const policy = (): string =>
    [
      `default-src 'none'`,
      `script-src 'nonce-n0nce' 'strict-dynamic'`,
      `connect-src ${lab.url} ${lab.api.url}`,
      `img-src data:`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `require-trusted-types-for 'script'`,
      `trusted-types 'none'`,
    ].join('; ')

  it('captures, decorates, converts and sends without a violation', async () => {
    const order = `${name}-policy`
    const visitor = await browser.visitor()
    const body = `
      <form><input type="hidden" name="via"></form>
      <a id="out" href="https://other.test/" data-goodword-decorate>elsewhere</a>
      <button data-goodword-convert="signup">Sign up</button>`
    const url = lab.page(
      '/strict',
      { head: lab.tag(), body, nonce: 'n0nce' },
      { 'content-security-policy': policy() },
    )
    const tab = await visitor.open(`${url}?via=${lab.code}`)
    await tab.evaluate((order) => (window.goodword as Tracker).convert('signup', { order }), order)
    await expect.poll(() => lab.orders()).toContain(order)
    await tab.evaluate(() => document.querySelector('button')!.click())
    await expect.poll(() => lab.orders().length).toBe(2)
    const filled = (): string => document.querySelector<HTMLInputElement>('input')!.value
    await expect.poll(() => tab.evaluate(filled)).toBe(lab.code)
    await lab.quiet()
    expect([...lab.complaints(), ...visitor.complaints]).toEqual([])
    await visitor.close()
  })

  it('hears of a violation where there is one', async () => {
    const visitor = await browser.visitor()
    const headers = { 'content-security-policy': policy() }
    const url = lab.page('/violation', { head: `<script>setTimeout('1')</script>`, nonce: 'n0nce' }, headers)
    await visitor.open(url)
    await expect.poll(() => lab.complaints().join()).toContain('policy violation')
    await visitor.close()
  })
})
