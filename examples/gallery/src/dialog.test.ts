import axe from 'axe-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startGallery, type RunningGallery } from './start.ts'

const views: Readonly<Record<string, { query: string; context?: BrowserContextOptions }>> = {
  light: { query: 'who=amy' },
  'dark, right to left, 280 px': {
    query: 'who=amy&lang=ar&theme=dark',
    context: { viewport: { width: 280, height: 600 } },
  },
  'forced colours, a phone': {
    query: 'who=amy',
    context: {
      forcedColors: 'active',
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    },
  },
  'in the page, 400 % zoom': {
    query: 'who=amy&mode=inline',
    context: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  },
  'somebody who is not signed in': { query: '' },
  'a goal that was reached, with a brand as light as the page': { query: 'who=zoe' },
}

/** The dialog and all that opens in it, under a strict content policy and Trusted Types, against the real server. */
describe('the dialog in a browser', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-dialog-'))
  const complaints: string[] = []
  const mails: string[] = []
  let smtp: SMTPServer
  let gallery: RunningGallery
  let browser: Browser

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo({ address }, _, done) {
        mails.push(address)
        done()
      },
      onData(stream, _, done) {
        stream.resume()
        stream.on('end', () => done())
      },
    })
    const mailPort = await freePort()
    await new Promise<void>((resolve) => smtp.listen(mailPort, '127.0.0.1', resolve))
    gallery = await startGallery({ port: await freePort(), data, smtp: `smtp://127.0.0.1:${mailPort}` })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
    await new Promise<void>((resolve) => smtp.close(resolve))
    rmSync(data, { recursive: true })
  })

  async function open(query = 'who=amy', context: BrowserContextOptions = {}): Promise<[Page, Locator]> {
    const page = await (await browser.newContext({ locale: 'en-US', ...context })).newPage()
    // For a machine that does other work as well.
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => complaints.push(`${query}: ${error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${query}: ${message.text()}`)
    })
    // Alone: the other elements would take as long again to come, and move what is below them.
    await page.goto(`${gallery.url}/?${query}&alone`)
    const element = page.locator('goodword-invite')
    if (!query.includes('inline')) await element.getByRole('button').click()
    await element.locator(query.includes('who') ? '[part=link]' : '[type=email]').waitFor()
    return [page, element]
  }

  it.each(Object.entries(views))('is accessible, and as wide as there is room: %s', async (_, view) => {
    const [page, dialog] = await open(view.query, view.context)
    if (view.query.includes('zoe')) {
      await page.evaluate(() => document.documentElement.style.setProperty('--goodword-accent', '#ffe14d'))
      await dialog.locator('[part=celebration]').waitFor()
    } else if (view.query.includes('who')) {
      await dialog.locator('[part=preview]').click()
      await dialog.locator('.bubble').waitFor()
      // The last two tiles are the mails and the QR code.
      await dialog.locator('[aria-expanded].tile').nth(-2).click()
      await dialog.locator('[part=invites]').waitFor()
    }
    expect(await violations(page)).toEqual([])
    const room = await dialog.locator('.body').evaluate((body) => body.scrollWidth - body.clientWidth)
    expect(room).toBeLessThanOrEqual(0)
    await page.context().close()
  })

  it('is walked by keyboard alone: opened, copied from, and closed, and the focus is back', async () => {
    const [page] = await open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const dialog = page.getByRole('dialog', { name: 'Give $10, get $10' })
    const names: string[] = []
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press('Tab')
      const name = await focusedName(page)
      names.push(name)
      if (name === 'Copy link') {
        await page.keyboard.press('Enter')
        await dialog.getByRole('status').getByText('Copied').waitFor()
      }
    }
    for (const name of ['Your link', 'Copy link', 'Your message', 'WhatsApp', 'QR code', 'Close'])
      expect(names).toContain(name)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/r\/gallery\/\w+$/)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await focusedName(page)).toBe('Invite friends')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Your link').waitFor()
    // Closed and opened in one breath it is open: the browser tells of the first a moment after the second.
    const isOpen = await page.evaluate(async () => {
      const { shadowRoot } = document.querySelector('goodword-invite')!
      const sheet = shadowRoot!.querySelector('dialog')!
      sheet.close()
      shadowRoot!.querySelector<HTMLElement>('.open')!.click()
      await new Promise((done) => setTimeout(done, 300))
      return sheet.open
    })
    expect(isOpen).toBe(true)
    await page.context().close()
  })

  it('sends invitations that arrive, and says who cannot be written to', async () => {
    const [page, dialog] = await open('who=kim')
    await dialog.getByRole('button', { name: 'Send for me' }).click()
    await dialog.getByLabel('Your friends’ addresses').fill('Uma <uma@example.com>; kim@example.com')
    await dialog.getByRole('button', { name: 'Send 2 invitations' }).click()
    await dialog.getByText('That is your own address.').waitFor()
    await dialog.locator('[part=receipts]').getByText('On its way').waitFor()
    // An address is written as it writes itself.
    const address = dialog.locator('[part=receipts] .name').first()
    const look = await address.evaluate((name) => getComputedStyle(name, '::first-letter').textTransform)
    expect(look).toBe('none')
    await expect.poll(() => mails, { timeout: 15_000 }).toEqual(['uma@example.com'])
    await page.context().close()
  })

  it('gives a code of one’s own, which is in the link at once', async () => {
    const [page, dialog] = await open('who=ravi')
    await dialog.getByRole('button', { name: 'Choose your own' }).click()
    await dialog.getByLabel('Your own code').fill('ravi bakes')
    await dialog.getByRole('button', { name: 'Use this code' }).click()
    await dialog.getByText('Done. This is your code').first().waitFor()
    expect(await dialog.locator('[part=link]').inputValue()).toBe(`${gallery.url}/r/gallery/RAVIBAKES`)
    await page.context().close()
  })

  it('hands the QR code over as a file, and prints a card of its own', async () => {
    const [page, dialog] = await open()
    await dialog.getByRole('button', { name: 'QR code' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download (SVG)' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^<svg[^]*<\/svg>$/)
    await dialog.getByRole('button', { name: 'Print a card' }).click()
    const card = page.frameLocator('iframe').locator('main')
    await card.getByText('$10 off your first order').waitFor()
    const colour = await card.evaluate((main) => getComputedStyle(main).display)
    expect(colour).toBe('flex')
    await page.context().close()
  })

  it('moves nothing while what it waits for comes', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await page.route('**/v1/gallery/participants', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
    await page.goto(`${gallery.url}/?who=amy&alone`)
    const button = page.locator('goodword-invite').getByRole('button')
    await button.waitFor()
    await page.evaluate(() => {
      const seen = ((globalThis as { shifts?: number[] }).shifts = [] as number[])
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          seen.push((entry as PerformanceEntry & { value: number }).value)
      }).observe({ type: 'layout-shift' })
    })
    await button.click()
    await page.locator('goodword-invite [part=link]').waitFor()
    await page.waitForTimeout(700)
    const shifts = await page.evaluate(() => (globalThis as { shifts?: number[] }).shifts!)
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01)
    await page.context().close()
  })

  it('breaks no rule of the page: no error, no warning, no policy violation', () => {
    expect(complaints).toEqual([])
  })
})

/** The accessible name of what has the keyboard, inside shadow roots too. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
    const { labels } = focused as HTMLInputElement
    const name = focused?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? focused?.textContent
    return name?.trim() ?? ''
  })
}

/** What axe-core finds in the dialog, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const result = await page.evaluate(() =>
    (globalThis as typeof globalThis & { axe: typeof axe }).axe.run('goodword-invite', {
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
      preload: false,
    }),
  )
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
}
