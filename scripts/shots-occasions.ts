import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core'
import type { RunningGallery } from '../examples/gallery/src/start.ts'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const views: Readonly<Record<string, { query: string; context: BrowserContextOptions }>> = {
  light: { query: '', context: { viewport: { width: 1100, height: 860 } } },
  dark: { query: '&theme=dark', context: { viewport: { width: 1100, height: 860 } } },
  360: { query: '', context: phone },
  '360-dark-ar': { query: '&theme=dark&lang=ar', context: phone },
}

/** What is seen once in a while: a goal that was reached, what became of e-mails, the thanks for an answer. */
export async function shootOccasions(
  browser: Browser,
  gallery: RunningGallery,
  folder: string,
): Promise<void> {
  for (const [name, { query, context }] of Object.entries(views)) {
    const page = await (await browser.newContext(context)).newPage()
    const take = (what: string) => page.screenshot({ path: join(folder, `${what}-${name}.png`) })
    await page.goto(`${gallery.url}/?who=zoe${query}`)
    await page.locator('goodword-invite').getByRole('button').click()
    await page.locator('goodword-invite [part=celebration]').waitFor()
    await page.waitForTimeout(250)
    await take('celebration')
    await send(page.locator('goodword-invite'), name)
    await take('receipts')
    await page.keyboard.press('Escape')
    await answer(page.locator('goodword-nps'))
    await page.locator('goodword-nps').scrollIntoViewIfNeeded()
    await page.waitForTimeout(400)
    await take('thanks')
    await page.context().close()
  }
}

/** To two who get a mail, since nobody else has written to them, to oneself, and to what is no address. */
async function send(dialog: Locator, name: string): Promise<void> {
  await dialog.locator('[part=celebration] button').click()
  await dialog.locator('[aria-expanded].tile').nth(-2).click()
  await dialog
    .locator('#addresses')
    .fill(`Uma <uma.${name}@example.com>, vera.${name}@example.com; zoe@example.com; will@`)
  await dialog.locator('[part=send-invites]').click()
  await dialog.locator('[part=receipts] .granted').first().waitFor()
  await dialog.locator('[part=receipts]').scrollIntoViewIfNeeded()
}

async function answer(question: Locator): Promise<void> {
  await question.locator('input').nth(10).check({ force: true })
  await question.locator('textarea').fill('The Tuesday roast.')
  await question.locator('form button').click()
  await question.locator('.thanks').waitFor()
}
