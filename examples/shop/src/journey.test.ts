import axe from 'axe-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startShop, type RunningShop } from './start.ts'

/** One story, told step by step: each test goes on where the one before it ended. */
describe('the journey, in a real browser against the real server', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-journey-'))
  const complaints: string[] = []
  let shop: RunningShop
  let browser: Browser
  let amy: Page
  let bo: Page
  let link: string

  beforeAll(async () => {
    shop = await startShop({ port: await freePort(), data })
    browser = await launchChromium()
    amy = await visitor('Amy')
    bo = await visitor('Bo')
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
    rmSync(data, { recursive: true })
  })

  it('1. Amy opens the widget and copies her link', async () => {
    await amy.goto(shop.url)
    await amy.getByRole('button', { name: 'Amy' }).click()
    await amy.getByRole('button', { name: 'Invite friends' }).click()
    const dialog = amy.getByRole('dialog', { name: 'Give $10, get $10' })
    await dialog.getByText('3 more friends to a free bag of coffee').waitFor()
    await dialog.getByRole('button', { name: /^Copy/ }).click()
    await dialog.getByText('Copied').first().waitFor()
    link = await amy.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(new RegExp(`^${shop.url}/r/shop/[\\w-]{4,}$`))
  })

  it('2. her message is there to be shared, with link and disclosure', async () => {
    const href = await amy.getByRole('link', { name: 'WhatsApp' }).getAttribute('href')
    const text = new URL(href!).searchParams.get('text')
    expect(text).toContain('Juniper Coffee')
    expect(text).toContain(`${link}?ch=whatsapp`)
    expect(text).toContain('If you order, I get $10 credit.')
    await amy.keyboard.press('Escape')
    await expect.poll(() => amy.getByRole('dialog').count()).toBe(0)
  })

  it('3. Bo follows it in a clean browser: the code is kept in a first-party cookie', async () => {
    await bo.goto(`${link}?ch=whatsapp`)
    const code = link.split('/').at(-1)!
    expect(bo.url()).toBe(`${shop.url}/?via=${code}&ch=whatsapp`)
    // A moment after the page itself, unless he leaves it sooner.
    const kept = async () => (await bo.context().cookies()).find(({ name }) => name === 'goodword')
    await expect.poll(kept).toBeDefined()
    const cookie = await kept()
    expect(cookie?.value).toMatch(new RegExp(`^v_[\\w]+\\.${code}\\.[0-9a-z]+\\.whatsapp$`))
    expect(cookie?.sameSite).toBe('Lax')
  })

  it('4. his visit reaches the server', async () => {
    await expect.poll(async () => (await summary())['visits']).toBe(1)
  })

  it('5. he signs in, finds his welcome offer, and buys', async () => {
    await bo.getByRole('button', { name: 'Bo', exact: true }).click()
    await bo.getByText('$10 off').first().waitFor()
    await bo
      .getByRole('listitem')
      .filter({ hasText: 'Morning Ridge' })
      .getByRole('button', { name: 'Buy' })
      .click()
    await bo.getByRole('heading', { name: 'Thank you, Bo' }).waitFor()
    await bo.getByText('$32').waitFor()
  })

  it('6. Amy sees her reward on its way, and the step towards the milestone', async () => {
    await amy.reload()
    await amy.getByRole('button', { name: 'Invite friends' }).click()
    const dialog = amy.getByRole('dialog')
    await dialog.getByText('2 more friends to a free bag of coffee').waitFor()
    await dialog.locator('[part=channel]').last().hover()
    await amy.mouse.wheel(0, 2000)
    await dialog.getByText('$10 credit').last().waitFor()
    await dialog.getByText(/On its way: Bo’s order can still be returned until/).waitFor()
    await dialog.getByText('Bo L.').waitFor()
  })

  it.each(['light', 'dark'] as const)('what she sees is accessible, in the %s', async (colorScheme) => {
    await amy.emulateMedia({ colorScheme })
    expect(await violations(amy)).toEqual([])
  })

  it('7. the owner sees the purchase', async () => {
    const owner = await visitor('the owner')
    const link = await shop.ownerLink()
    await owner.goto(link)
    const row = owner.getByRole('row').filter({ hasText: '$32' })
    await row.getByText('Bo Larsen').or(row.getByText('Bo L.')).waitFor()
    await row.getByText(/Amy W/).waitFor()
    expect([owner.url(), link.includes(shop.key)]).toEqual([`${shop.url}/dashboard`, false])
    expect(await summary()).toMatchObject({
      visits: 1,
      referred: 1,
      referredRevenue: { amount: 3200, currency: 'USD' },
    })
  })

  it('all of it outlives a restart', async () => {
    const port = Number(new URL(shop.url).port)
    await shop.close()
    shop = await startShop({ port, data })
    await amy.goto(shop.url)
    await amy.getByRole('button', { name: 'Invite friends' }).click()
    await amy.getByRole('dialog').locator('[part=channel]').last().hover()
    await amy.mouse.wheel(0, 2000)
    await amy.getByRole('dialog').getByText('Bo L.').waitFor()
  })

  it('no page complained: no error, no warning, no policy violation', () => {
    expect(complaints).toEqual([])
  })

  /** A clean browser of its own, whose complaints are heard. */
  async function visitor(name: string): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ locale: 'en-US' })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${name}: ${message.text()}`)
    })
    return page
  }

  /** What axe-core finds on a page, shadow roots included, as rule and element. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source)
    const result = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
        preload: false,
      } as never),
    )
    return result.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
  }

  async function summary(): Promise<Record<string, unknown>> {
    const response = await fetch(`${shop.url}/v1/shop/admin/summary`, {
      headers: { authorization: `Bearer ${shop.key}` },
    })
    return (await response.json()) as Record<string, unknown>
  }
})
