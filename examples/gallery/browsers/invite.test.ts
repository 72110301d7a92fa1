import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserName, LabBrowser, Tab } from '../../../packages/core/browser/browser.ts'
import { startChromium, startFirefox } from '../../../packages/core/browser/puppeteer-browser.ts'
import { startWebKit } from '../../../packages/core/browser/webkit-browser.ts'
import { ensureChromium, findFirefox, findWebKit } from '../../../scripts/browsers.ts'
import { buildBrowserFiles } from '../../../scripts/build.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { startGallery, type RunningGallery } from '../src/start.ts'

const firefox = findFirefox()
const webkit = findWebKit()
const engines: Readonly<Record<BrowserName, (() => Promise<LabBrowser>) | undefined>> = {
  Chromium: () => startChromium(ensureChromium()),
  Firefox: firefox === undefined ? undefined : () => startFirefox(firefox, []),
  WebKit: webkit && (() => startWebKit(webkit)),
}

const data = mkdtempSync(join(tmpdir(), 'goodword-engines-'))
let gallery: RunningGallery

beforeAll(async () => {
  const assets = join(data, 'public')
  await buildBrowserFiles(assets)
  gallery = await startGallery({ port: await freePort(), data, assets })
})
afterAll(async () => {
  await gallery?.close()
  rmSync(data, { recursive: true })
})

describe.for(Object.entries(engines))('the invite journey in %s', ([name, start]) => {
  if (!start) {
    it.skip(`could not be tried: no ${name} was found on this machine`)
    return
  }
  let browser: LabBrowser
  beforeAll(async () => {
    browser = await start()
  })
  afterAll(() => browser?.close())

  it('needs the keyboard alone: open, copy, share, close, and the focus is where it was', async () => {
    const visitor = await browser.visitor()
    const tab = await visitor.open(`${gallery.url}/?who=amy`)
    await openByKey(tab)
    await expect.poll(() => linkOf(tab)).toMatch(/\/r\/gallery\/\w+$/)
    expect(await tab.evaluate(() => document.activeElement?.localName)).toBe('goodword-invite')
    expect(await titleOf(tab)).toBe('Give $10, get $10')

    await tabTo(tab, 'Copy link')
    await tab.press('Enter')
    await expect.poll(() => tab.evaluate(announced)).toBe('Copied')

    await tabTo(tab, 'WhatsApp')
    await tab.evaluate(() => {
      // A new window is no part of this.
      addEventListener('click', (event) => event.preventDefault())
      document.addEventListener('goodword:share', (event) => {
        document.title = (event as CustomEvent<{ channel: string }>).detail.channel
      })
    })
    await tab.press('Enter')
    await expect.poll(() => tab.evaluate(() => document.title)).toBe('whatsapp')
    const anchor = await tab.evaluate(() => {
      const focused = document.querySelector('goodword-invite')?.shadowRoot?.activeElement
      const { href, target, rel } = focused as HTMLAnchorElement
      return { text: new URL(href).searchParams.get('text'), to: href.slice(0, 15), target, rel }
    })
    expect(anchor).toMatchObject({ to: 'https://wa.me/?', target: '_blank', rel: 'noopener' })
    expect(anchor.text).toContain(`${gallery.url}/r/gallery/`)
    expect(anchor.text).toContain('If you order, I get $10 credit.')

    await tab.press('Escape')
    await expect.poll(() => tab.evaluate(isOpen)).toBe(false)
    expect(await tab.evaluate(focusedName)).toBe('Invite friends')
    expect(visitor.complaints).toEqual([])
    await visitor.close()
  })

  it('gives a stranger a link for an e-mail, and nothing about anyone', async () => {
    const visitor = await browser.visitor()
    const tab = await visitor.open(`${gallery.url}/`)
    await openByKey(tab)
    await expect.poll(() => tab.evaluate(hasEmailField)).toBe(true)
    await tabTo(tab, 'Your e-mail')
    await tab.type(`${name.toLowerCase()}@example.com`)
    await tab.press('Enter')
    await expect.poll(() => linkOf(tab)).toMatch(/\/r\/gallery\/\w+$/)
    expect(await tab.evaluate(hasFriends)).toBe(false)
    expect(visitor.complaints).toEqual([])
    await visitor.close()
  })
})

/** Waits for the button, and opens by Enter. */
async function openByKey(tab: Tab): Promise<void> {
  const focusButton = (): boolean => {
    const button = document.querySelector('goodword-invite')?.shadowRoot?.querySelector('button')
    button?.focus()
    return Boolean(button)
  }
  await expect.poll(() => tab.evaluate(focusButton)).toBe(true)
  expect(await tab.evaluate(focusedName)).toBe('Invite friends')
  await tab.press('Enter')
  await expect.poll(() => tab.evaluate(isOpen)).toBe(true)
}

/** Goes on by Tab until what has the name has the keyboard. */
async function tabTo(tab: Tab, name: string): Promise<void> {
  const seen: string[] = []
  while (seen.at(-1) !== name) {
    if (seen.length > 25) throw new Error(`Tab does not come to "${name}", but to ${seen.join(', ')}.`)
    await tab.press('Tab')
    seen.push(await tab.evaluate(focusedName))
  }
}

// What follows runs in the page, and sees nothing of this file.

function focusedName(): string {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  const { labels } = focused as HTMLInputElement
  const name = focused?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? focused?.textContent
  return name?.trim() ?? ''
}

function isOpen(): boolean {
  const root = document.querySelector('goodword-invite')?.shadowRoot
  return Boolean(root?.querySelector('dialog')?.open)
}

function announced(): string {
  const root = document.querySelector('goodword-invite')?.shadowRoot
  return root?.querySelector('[role=status]')?.textContent ?? ''
}

function hasEmailField(): boolean {
  return Boolean(document.querySelector('goodword-invite')?.shadowRoot?.querySelector('[type=email]'))
}

function hasFriends(): boolean {
  return Boolean(document.querySelector('goodword-invite')?.shadowRoot?.querySelector('[part=friends]'))
}

function linkOf(tab: Tab): Promise<string> {
  return tab.evaluate(() => {
    const root = document.querySelector('goodword-invite')?.shadowRoot
    return root?.querySelector<HTMLInputElement>('[part=link]')?.value ?? ''
  })
}

function titleOf(tab: Tab): Promise<string> {
  return tab.evaluate(() => {
    const root = document.querySelector('goodword-invite')?.shadowRoot
    return root?.querySelector('[part=title]')?.textContent ?? ''
  })
}
