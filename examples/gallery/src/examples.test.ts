import { parseProgram } from '@goodword/program'
import { serve, signIdentity, type RunningServer } from '@goodword/server'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build, type InlineConfig } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildBrowserFiles } from '../../../scripts/build.ts'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'

const examples = fileURLToPath(new URL('../../', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Each example as its readers would run it: built, beside a real server, and clicked. */
describe('the examples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-examples-'))
  const complaints: string[] = []
  let server: RunningServer
  let browser: Browser
  let url: string
  /** The example that the server shows now. */
  let shown = ''

  beforeAll(async () => {
    cpSync(`${examples}plain-html/src`, join(folder, 'plain-html'), { recursive: true })
    await buildBrowserFiles()
    for (const name of ['react-vite', 'vue-vite']) await build(fromSources(name))
    const port = await freePort()
    url = `http://localhost:${port}/`
    const file = JSON.parse(readFileSync(`${examples}shop/program.json`, 'utf8')) as object
    server = await serve({
      programs: [parseProgram({ ...file, url })],
      port,
      data: join(folder, 'data'),
      fallback: (request) => answer(new URL(request.url).pathname),
    })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(folder, { recursive: true })
  })

  /** With its own configuration, but our packages from their sources, which need no build before. */
  function fromSources(name: string, more: InlineConfig = {}): InlineConfig {
    return {
      root: examples + name,
      configFile: `${examples}${name}/vite.config.ts`,
      logLevel: 'error',
      resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
      ...more,
      build: { outDir: join(folder, name), emptyOutDir: true, ...more.build },
    }
  }

  /** Opens an example as Amy, and as a friend of hers. */
  async function open(name: string): Promise<{ amy: Page; friend: Page }> {
    shown = name
    const identity = server.keys['shop']!.identity[0]!
    const token = await signIdentity(identity, { program: 'shop', id: 'amy', name: 'Amy Winter' })
    const { code } = await server.backend('shop')!.enrol({ id: 'amy', name: 'Amy Winter' })
    return { amy: await visit(`${url}?token=${token}`), friend: await visit(`${url}?via=${code}`) }
  }

  function answer(pathname: string): Response | undefined {
    const file = pathname === '/' ? '/index.html' : pathname
    const type = types[extname(file)]
    if (!type) return undefined
    try {
      return new Response(readFileSync(join(folder, shown, file)), { headers: { 'content-type': type } })
    } catch {
      return undefined
    }
  }

  async function visit(address: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(`${shown}: ${error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${shown}: ${message.text()}`)
    })
    await page.goto(address)
    return page
  }

  it('plain HTML: a friend’s coupon goes into the page’s field; a stranger gets a link by e-mail', async () => {
    const { amy, friend } = await open('plain-html')
    await friend.getByText('A friend invited you to Juniper Coffee').waitFor()
    await friend.getByRole('button', { name: 'Show my code' }).click()
    await friend.getByText('Your code is in.').first().waitFor()
    expect(await friend.getByLabel('Coupon').inputValue()).toBe('WELCOME10')

    await amy.getByRole('button', { name: 'Invite friends' }).first().click()
    const dialog = amy.getByRole('dialog')
    await dialog.getByLabel('Your e-mail').fill('amy@example.com')
    await dialog.getByRole('button', { name: 'Get my link' }).click()
    await dialog.getByLabel('Your link').waitFor()
  })

  it.each(['react-vite', 'vue-vite'])('%s: state and events go both ways', async (name) => {
    const { amy, friend } = await open(name)
    await friend.getByRole('button', { name: 'Show my code' }).click()
    await expect.poll(() => friend.getByLabel('Coupon').inputValue()).toBe('WELCOME10')

    await amy.getByText('No friends yet').first().waitFor()
    await amy.getByRole('button', { name: 'Invite friends' }).first().click()
    const dialog = amy.getByRole('dialog')
    await dialog.getByLabel('Your link').waitFor()
    // A new window is no part of this.
    await amy.evaluate(() => addEventListener('click', (event) => event.preventDefault()))
    await dialog.getByRole('link', { name: 'WhatsApp' }).click()
    await amy.keyboard.press('Escape')
    await amy.getByText('Shared by whatsapp. Thank you.').waitFor()
  })

  it('React: the same page is rendered by a server, where our packages do no harm', async () => {
    const outDir = `${examples}react-vite/node_modules/.server`
    const widget = fileURLToPath(new URL('../../../packages/widget/src/', import.meta.url))
    const input = {
      app: `${examples}react-vite/src/app.tsx`,
      widget: `${widget}index.ts`,
      preact: `${widget}preact/index.ts`,
    }
    await build(
      fromSources('react-vite', {
        ssr: { noExternal: /^@?(goodword|preact)/, resolve: { conditions: ['source', 'node'] } },
        build: { ssr: true, outDir, rolldownOptions: { input } },
      }),
    )
    const script = `
      import { renderToString } from 'react-dom/server'
      import { createElement } from 'react'
      import { defineWidgets } from './node_modules/.server/widget.js'
      import './node_modules/.server/preact.js'
      import { App } from './node_modules/.server/app.js'
      defineWidgets()
      console.log(typeof window, renderToString(createElement(App, { token: 'a.b.c' })))`
    const html = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: `${examples}react-vite`,
      encoding: 'utf8',
    })
    expect(html).toMatch(/^undefined <main>.*<goodword-invite token="a.b.c">/)
  })

  it('no page complained', () => {
    expect(complaints).toEqual([])
  })
})
