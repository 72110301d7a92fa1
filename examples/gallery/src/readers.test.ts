import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startGallery, type RunningGallery } from './start.ts'

/** What only some readers would notice: who enlarge, who listen, who use a keyboard, who write from right to left. */
describe('readers of all kinds', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-readers-'))
  let gallery: RunningGallery
  let browser: Browser
  /** One dialog, where nothing else is looked at, in colours that the system has chosen. */
  let page: Page
  let dialog: Locator

  beforeAll(async () => {
    gallery = await startGallery({ port: await freePort(), data })
    browser = await launchChromium()
    page = await look('who=amy&alone', { forcedColors: 'active', viewport: { width: 320, height: 256 } })
    await page.evaluate(() =>
      Object.assign(document.body.style, { whiteSpace: 'nowrap', textIndent: '3em', wordSpacing: '1em' }),
    )
    dialog = await open(page)
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
    rmSync(data, { recursive: true })
  })

  async function look(query: string, context: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-US', ...context })).newPage()
    await page.goto(`${gallery.url}/?${query}`)
    return page
  }
  async function open(page: Page): Promise<Locator> {
    const element = page.locator('goodword-invite')
    await element.getByRole('button').click()
    await element.locator('[part=link]').waitFor()
    return element
  }

  it('see the whole of what has the keyboard at 400 % zoom, below a title of many lines', async () => {
    expect(await dialog.locator('dialog').evaluate((sheet) => sheet.scrollTop)).toBe(0)
    await dialog
      .locator('h2')
      .evaluate((title) => (title.textContent = 'Give $10 to everybody who has not been here '.repeat(3)))
    const cut = await dialog.locator('.tile').evaluateAll(
      (tiles) =>
        tiles.filter((tile) => {
          ;(tile as HTMLElement).focus()
          const { left, right, top, bottom } = tile.getBoundingClientRect()
          const root = tile.getRootNode() as ShadowRoot
          const seen = [top + 1, bottom - 1].map((y) => root.elementFromPoint((left + right) / 2, y))
          return seen.some((element) => !tile.contains(element))
        }).length,
    )
    expect(cut).toBe(0)
  })

  it('go on where a button was that is gone: at the friend’s view, at the coupon', async () => {
    const page = await look(`who=amy&code=${await gallery.codeOf('zoe')}`)
    await page.locator('goodword-welcome [part=reveal]').press('Enter')
    await page.locator('goodword-welcome [part=coupon]:focus').waitFor()
    const dialog = await open(page)
    await dialog.locator('[part=preview]').press('Enter')
    await dialog.locator('figure[part=preview]:focus').waitFor()
    await page.context().close()
  })

  it('write from right to left, and each line stands on its own side', async () => {
    await dialog.locator('[part=message]').fill('أظن أنها ستعجبك.')
    const sides = await dialog.locator('.bubble .text').evaluate((text) => {
      const { left, right } = text.getBoundingClientRect()
      const letters = text.firstChild as Text
      return ['أظن', 'If you order'].map((line) => {
        const range = document.createRange()
        const at = letters.data.indexOf(line)
        range.setStart(letters, at)
        range.setEnd(letters, at + 1)
        const place = range.getBoundingClientRect()
        return place.left - left < right - place.right ? 'left' : 'right'
      })
    })
    expect(sides).toEqual(['right', 'left'])
  })

  it('have colours of their own, which pictures take too, in a page that writes its menus oddly', async () => {
    const looks = await dialog.locator('.offer dt').evaluateAll((terms) =>
      terms.map((term) => {
        const { color, whiteSpace, textIndent, wordSpacing } = getComputedStyle(term)
        const isSame = getComputedStyle(term.querySelector('svg')!).color === color
        return [isSame, whiteSpace, textIndent, wordSpacing].join(' ')
      }),
    )
    expect(new Set(looks)).toEqual(new Set(['true normal 0px 0px']))
  })
})
