import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'

/**
 * Puts some of the pictures in `folder` side by side: a phone, in the dark and further down, in the page and from right to
 * left.
 */
export async function shootSheet(browser: Browser, folder: string, path: string): Promise<void> {
  const names = ['phone-dialog', 'phone-dark-rewards', 'elements-360-dark-ar']
  const figures = names.map((name) => {
    const data = readFileSync(join(folder, `${name}.png`)).toString('base64')
    return `<div style="width:200px;height:411px;overflow:hidden;border-radius:12px;border:1px solid #ccc"><img style="width:200px;display:block" src="data:image/png;base64,${data}"></div>`
  })
  const page = await browser.newPage({ viewport: { width: 652, height: 427 } })
  await page.setContent(
    `<body style="margin:8px;display:flex;gap:16px;background:#fff">${figures.join('')}</body>`,
  )
  await page.screenshot({ path })
}
