import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startGallery, type RunningGallery } from '../examples/gallery/src/start.ts'
import { freePort } from './free-port.ts'
import { shootOccasions } from './shots-occasions.ts'

const widths = [1100, 360, 280]
const themes = ['light', 'dark']
const languages = ['en', 'ar']

/** Takes every element in every theme, width and direction, and what follows when they are used, into `folder`. */
export async function shootGallery(browser: Browser, folder: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'goodword-gallery-'))
  // Nothing listens there: an invitation stays in its queue.
  const gallery = await startGallery({ port: await freePort(), data, smtp: 'smtp://127.0.0.1:9' })
  try {
    const code = await gallery.codeOf('zoe')
    for (const width of widths) {
      for (const theme of themes) {
        for (const lang of languages) {
          const page = await look(browser, gallery, width, `who=amy&code=${code}&theme=${theme}&lang=${lang}`)
          await page.screenshot({
            path: join(folder, `elements-${width}-${theme}-${lang}.png`),
            fullPage: true,
          })
          await page.context().close()
        }
      }
    }
    const stranger = await look(browser, gallery, 1100, '')
    await stranger.screenshot({ path: join(folder, 'elements-stranger.png'), fullPage: true })
    for (const theme of themes) {
      const page = await look(browser, gallery, 1100, `who=ravi&code=${code}&theme=${theme}`)
      await use(page)
      await page.screenshot({ path: join(folder, `elements-used-${theme}.png`), fullPage: true })
    }
    await shootOccasions(browser, gallery, folder)
  } finally {
    await gallery.close()
    rmSync(data, { recursive: true })
  }
}

async function look(browser: Browser, { url }: RunningGallery, width: number, query: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 800 } })).newPage()
  await page.goto(`${url}/?${query}`)
  await page.locator('goodword-leaderboard li').first().waitFor()
  if (query.includes('who')) await page.locator('goodword-progress [part=friends]').waitFor()
  await page.locator('goodword-nps legend').waitFor()
  await page.waitForTimeout(300)
  return page
}

/** A coupon is shown, a question half answered, and an introduction refused. */
async function use(page: Page): Promise<void> {
  await page.locator('goodword-welcome [part=reveal]').click()
  await page.locator('goodword-nps input').nth(9).check({ force: true })
  const form = page.locator('goodword-refer')
  await form.locator('input').first().fill('Ravi Shah')
  await form.locator('input[type=email]').fill('ravi@example.com')
  await form.locator('input[type=checkbox]').check()
  await form.locator('button').click()
  await form.locator('[role=alert]').waitFor()
}
