import axe from 'axe-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildBrowserFiles } from '../../../scripts/build.ts'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startGallery, type RunningGallery } from './start.ts'

const views: Readonly<Record<string, { query: string; context?: BrowserContextOptions }>> = {
  light: { query: 'who=amy' },
  dark: { query: 'who=amy&theme=dark' },
  'right to left': { query: 'who=amy&lang=ar' },
  '320 px': { query: 'who=amy', context: { viewport: { width: 320, height: 800 } } },
  'forced colours': { query: 'who=amy', context: { forcedColors: 'active' } },
  stranger: { query: '' },
}

/** Every element on one page, under a strict content policy and Trusted Types, against the real server. */
describe('the elements', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-gallery-'))
  const complaints: string[] = []
  const mails: string[] = []
  let smtp: SMTPServer
  let gallery: RunningGallery
  let browser: Browser
  let code: string

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _, done) {
        let mail = ''
        stream.on('data', (part: Buffer) => (mail += part.toString()))
        stream.on('end', () => {
          mails.push(mail)
          done()
        })
      },
    })
    const mailPort = await freePort()
    await new Promise<void>((resolve) => smtp.listen(mailPort, '127.0.0.1', resolve))
    await buildBrowserFiles()
    gallery = await startGallery({ port: await freePort(), data, smtp: `smtp://127.0.0.1:${mailPort}` })
    code = await gallery.codeOf('zoe')
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
    await new Promise<void>((resolve) => smtp.close(resolve))
    rmSync(data, { recursive: true })
  })

  async function look(query: string, context: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-US', ...context })).newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(`${query}: ${error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${query}: ${message.text()}`)
    })
    await page.goto(`${gallery.url}/?code=${query.includes('who') ? code : ''}&${query}`)
    await page.locator('goodword-leaderboard li').first().waitFor()
    await page.locator('goodword-nps legend').waitFor()
    return page
  }

  it.each(Object.entries(views))('are accessible: %s', async (_, { query, context }) => {
    const page = await look(query, context)
    if (query.includes('who')) {
      await page.locator('goodword-progress [part=friends]').waitFor()
      await page.locator('goodword-welcome [part=reveal]').click()
    }
    await page.locator('goodword-nps input').nth(3).check({ force: true })
    await page.locator('goodword-nps textarea').waitFor()
    expect(await violations(page)).toEqual([])
    // Nothing is wider than the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
    await page.context().close()
  })

  it('show Amy where she stands, below the first five', async () => {
    const page = await look('who=amy')
    await page.locator('goodword-leaderboard .mine').getByText('Amy W. (You)').waitFor()
    expect(await page.locator('goodword-leaderboard li').count()).toBe(6)
    await page.getByText('1 more friend to a free bag of coffee').waitFor()
    await page.getByText('Zoe invited you to Juniper Coffee').waitFor()
    await page.context().close()
  })

  it('can be answered by keyboard alone: a promoter comes to the invitation, and back', async () => {
    const page = await look('who=ola')
    const scale = page.locator('goodword-nps')
    await scale.locator('input').first().focus()
    for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Tab')
    await page.keyboard.type('The Tuesday roast.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await scale.getByText('Would a friend like it too?').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Give $10, get $10' })
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)
    expect(focused).toBe('Invite friends')
    await page.context().close()
  })

  it('introduce a friend by an e-mail that arrives', async () => {
    const page = await look('who=kim&role=rep')
    const form = page.locator('goodword-refer')
    await form.getByText('Introduce somebody you talked to').waitFor()
    await form.getByLabel('Their name').fill('Bo Larsen')
    await form.getByLabel('Their e-mail').fill('bo@example.com')
    await form.getByLabel('A line from you').fill('You asked about coffee.')
    await form.getByLabel('They agreed').check()
    await form.getByRole('button', { name: 'Introduce them' }).click()
    await form.getByText('Done. bo@example.com gets an e-mail').first().waitFor()
    await expect.poll(() => mails.length, { timeout: 15_000 }).toBe(1)
    expect(mails[0]).toContain('You asked about coffee.')
    await page.context().close()
  })

  it('leave what is around them where it is while they load', async () => {
    const page = await look('who=amy', { viewport: { width: 1000, height: 700 } })
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const entries = list.getEntries() as (PerformanceEntry & { value: number })[]
            resolve(entries.reduce((sum, { value }) => sum + value, 0))
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => resolve(0), 500)
        }),
    )
    expect(shift).toBeLessThan(0.1)
    await page.context().close()
  })

  it('break no rule of the page: no error, no warning, no policy violation', () => {
    expect(complaints).toEqual([])
  })
})

/** What axe-core finds on a page, shadow roots included, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const result = await page.evaluate(() =>
    (globalThis as typeof globalThis & { axe: typeof axe }).axe.run({
      rules: { 'target-size': { enabled: true } },
    } as never),
  )
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
}
