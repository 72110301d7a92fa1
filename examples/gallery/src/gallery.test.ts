import axe from 'axe-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startGallery, type RunningGallery } from './start.ts'

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

  /** Every element in every state: what nobody answers loads for ever, what is broken says so at once. */
  async function lookAtStates(lang: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1000, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.route('**/slow/**', () => {})
    await page.route('**/broken/**', (route) => {
      const body = JSON.stringify({ code: 'program-unknown', detail: 'There is no such program.' })
      return route.fulfill({ status: 404, contentType: 'application/problem+json', body })
    })
    await page.goto(`${gallery.url}/states?lang=${lang}`)
    await page.locator('#ready goodword-progress [part=friends]').waitFor()
    await page.locator('#ready goodword-leaderboard li').first().waitFor()
    await page.locator('#ready goodword-refer form').waitFor()
    await page.locator('#empty goodword-progress [part=friends]').waitFor()
    await page.locator('#signed-out goodword-invite [type=email]').waitFor()
    await page.locator('#error goodword-invite [role=alert]').waitFor()
    return page
  }

  it('are accessible in every state, light and dark, narrow, enlarged, offline, and from right to left', async () => {
    const page = await lookAtStates('en')
    await use(page)
    const found: Record<string, readonly string[]> = {}
    const judge = async (view: string, page: Page, which: AxeChoice): Promise<void> => {
      found[view] = await violations(page, which)
      // Nothing is wider than the page.
      const room = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (room > 0) found[view] = [...found[view], `${room} px too wide`]
    }
    await judge('light', page, 'all')
    await page.evaluate(() => (document.documentElement.className = 'dark'))
    await judge('dark', page, 'colours')
    await page.setViewportSize({ width: 320, height: 256 })
    await judge('320 px, which is 1280 px at 400 %', page, 'all but colours')
    await page.context().setOffline(true)
    await page.locator('#error goodword-refer').getByRole('button').click()
    await page.getByText('You seem to be offline').first().waitFor()
    await judge('offline, dark', page, 'colours')
    await page.context().close()

    const arabic = await lookAtStates('ar')
    await judge('right to left', arabic, 'all but colours')
    await arabic.context().close()
    expect(Object.entries(found).filter(([, what]) => what.length > 0)).toEqual([])
    expect(Object.keys(found)).toHaveLength(5)
  }, 120_000)

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
    await expect.poll(() => mails.join('\n'), { timeout: 15_000 }).toContain('You asked about coffee.')
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

/** Colours take axe-core the longest, and change with the theme alone. */
type AxeChoice = 'all' | 'colours' | 'all but colours'

/** What axe-core finds on a page, shadow roots included, as rule and element. */
async function violations(page: Page, which: AxeChoice): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (which) => {
    const { axe: judge } = globalThis as typeof globalThis & { axe: typeof axe }
    const colours = ['color-contrast', 'link-in-text-block']
    const enabled = (enabled: boolean) => ({ enabled })
    const rules = {
      'target-size': enabled(true),
      // Five invitations with one title are the test's own, as no page has them.
      'landmark-unique': enabled(false),
      ...Object.fromEntries(colours.map((rule) => [rule, enabled(which === 'all')])),
    }
    const chosen = which === 'colours' ? { runOnly: colours } : { rules }
    const result = await judge.run({ ...chosen, resultTypes: ['violations'], preload: false })
    return result.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
  }, which)
}

/** Opens what opens, and sends what can be sent, of the elements that are ready and of those that are empty. */
async function use(page: Page): Promise<void> {
  const ready = page.locator('#ready')
  await ready.locator('goodword-welcome [part=reveal]').click()
  await ready.locator('goodword-nps input').nth(9).check({ force: true })
  await ready.locator('goodword-nps form button').click()
  await ready.locator('goodword-nps [part=invite]').waitFor()
  await page.locator('#empty goodword-nps input').nth(3).check({ force: true })
  const [invite, other] = [ready.locator('goodword-invite'), page.locator('#empty goodword-invite')]
  await invite.locator('[part=preview]').click()
  await invite.locator('.bubble').waitFor()
  await invite.getByRole('button', { name: 'Send for me' }).click()
  await invite.getByLabel('Your friends’ addresses').fill('ada@example.com; amy@example.com')
  await invite.getByRole('button', { name: 'Send 2 invitations' }).click()
  await invite.locator('[part=receipts]').waitFor()
  await other.getByRole('button', { name: 'QR code' }).click()
  await other.getByRole('img', { name: 'QR code' }).waitFor()
  await page
    .locator('#ready, #empty, #signed-out')
    .locator('goodword-invite .body')
    .evaluateAll((bodies) => {
      for (const body of bodies) body.scrollTop = 9999
    })
  await invite.locator('[part=steps]').waitFor()
  const form = ready.locator('goodword-refer')
  await form.getByLabel('Their name').fill('Ida Berg')
  await form.getByLabel('Their e-mail').fill('ida@example.com')
  await form.getByLabel('They agreed').check()
  await form.getByRole('button', { name: 'Introduce them' }).click()
  await form.getByText('Done. ida@example.com').first().waitFor()
}
