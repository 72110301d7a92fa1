// pnpm shots: plays the demo and takes its pictures into .shots/ (desktop, 360 px, dark), those of every element in every
// theme, width and direction beside them, and the README's into .github/images/. Look at them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startShop, type RunningShop } from '../examples/shop/src/start.ts'
import { launchChromium } from './browsers.ts'
import { shootGallery } from './shots-gallery.ts'
import { shootSheet } from './shots-sheet.ts'
import { buildBrowserFiles } from './build.ts'
import { freePort } from './free-port.ts'
import { root } from './steps.ts'

const views: Record<string, BrowserContextOptions> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  'phone-dark': {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    colorScheme: 'dark',
  },
}

const folder = join(root, '.shots')
const images = join(root, '.github/images')
const data = mkdtempSync(join(tmpdir(), 'goodword-shots-'))
mkdirSync(folder, { recursive: true })
mkdirSync(images, { recursive: true })
await buildBrowserFiles()
const shop = await startShop({ port: await freePort(), data })
const browser = await launchChromium()
try {
  await playStory(browser, shop)
  for (const [name, options] of Object.entries(views)) await shoot(name, options)
  await shootGallery(browser, folder)
  await shootSheet(browser, folder, join(images, 'sheet.png'))
} finally {
  await browser.close()
  await shop.close()
  rmSync(data, { recursive: true })
}

/** Amy shares, Bo buys: so that there is something to see. */
async function playStory(browser: Browser, { url }: RunningShop): Promise<void> {
  const amy = await signIn(await browser.newPage(), 'Amy')
  await amy.getByRole('button', { name: 'Invite friends' }).click()
  const link = await amy.getByRole('dialog').getByRole('textbox').first().inputValue()
  const bo = await (await browser.newContext()).newPage()
  await bo.goto(`${link}?ch=whatsapp`)
  await bo.getByRole('button', { name: 'Bo', exact: true }).click()
  await bo.getByRole('button', { name: 'Buy' }).first().click()
  await bo.waitForURL(`${url}/thanks`)
}

async function shoot(name: string, options: BrowserContextOptions): Promise<void> {
  const context = await browser.newContext({ locale: 'en-US', ...options })
  const page = await signIn(await context.newPage(), 'Amy')
  await page.screenshot({ path: join(folder, `${name}-shop.png`) })
  await page.getByRole('button', { name: 'Invite friends' }).click()
  await page.getByRole('dialog').locator('[part=channel]').last().waitFor()
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(folder, `${name}-dialog.png`) })
  // The dialog, with a little of the page around it.
  const clip = { x: 320, y: 30, width: 640, height: 840 }
  if (name === 'desktop') await page.screenshot({ path: join(images, 'invite.png'), clip })
  // What stands below comes when somebody scrolls.
  await page.locator('dialog .body').evaluate((body) => (body.scrollTop = 9999))
  await page.getByText(/On its way/).scrollIntoViewIfNeeded()
  await page.screenshot({ path: join(folder, `${name}-rewards.png`) })
  await page.goto(await shop.ownerLink())
  await page.getByRole('table').first().waitFor()
  await page.screenshot({ path: join(folder, `${name}-dashboard.png`), fullPage: true })
  await context.close()
}

async function signIn(page: Page, name: string): Promise<Page> {
  await page.goto(shop.url)
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByText('Signed in as').waitFor()
  return page
}
