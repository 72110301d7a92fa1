import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { cookieName, parseKept } from '@goodword/program/touch'
import { serve, signIdentity, type RunningServer } from '@goodword/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  startVendor,
  type RunningVendor,
  type VendorName,
} from '../../../packages/adapters/simulators/vendors.ts'
import { openVendor } from '../../../packages/server/src/command/open-vendor.ts'
import { launchChromium } from '../../../scripts/browsers.ts'
import { freePort } from '../../../scripts/free-port.ts'

/** What a customer is shown of a friend's order, as far as the vendor tells: not everyone tells a name. */
const journeys: readonly {
  readonly name: VendorName
  readonly friend: string
  /** None while the vendor's own review lasts. */
  readonly reward: string | undefined
}[] = [
  { name: 'growsurf', friend: 'Bo L.', reward: '$10 credit' },
  { name: 'referralcandy', friend: 'A friend', reward: undefined },
  { name: 'referralhero', friend: 'Bo L.', reward: 'MUG' },
  { name: 'referralrock', friend: 'Bo L.', reward: '$25' },
  { name: 'ambassador', friend: 'A friend', reward: '$10' },
  { name: 'firstpromoter', friend: 'A friend', reward: '$8.40' },
  { name: 'tapfiliate', friend: 'Bo L.', reward: '$4.20' },
  { name: 'dub', friend: 'Bo L.', reward: '$4.20' },
]

/** As strict as a site can be: no inline script or style, no eval, no HTML made of strings. */
const policy = "default-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'"

describe('a vendor behind the widget, in a real browser', { timeout: 120_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  it.concurrent.for(journeys)(
    '$name: Amy shares, Bo lands and buys, and she hears of it',
    async (journey, { expect }) => {
      await using scene = await startScene(browser, journey.name)
      const amy = await scene.visit('')
      const dialog = await openDialog(amy)
      const link = await dialog.getByLabel('Your link').inputValue()
      const shared = await dialog.getByRole('link', { name: 'WhatsApp' }).getAttribute('href')
      expect(decodeURIComponent(shared!.replaceAll('+', ' '))).toContain(link)

      const { code } = await scene.site.enrol(amyWinter)
      const brought = scene.vendor.follow?.(code) ?? code
      const bo = await scene.visit(`?${scene.parameter}=${brought}`)
      await expect.poll(() => codeKept(bo), patient).toBe(brought)
      await expect.poll(() => scene.answers, patient).toContainEqual(['POST', '/events', 202])
      if (scene.vendor.visits) await expect.poll(scene.vendor.visits, patient).toEqual([code])
      const order = scene.order(await codeKept(bo))
      expect(await scene.site.record([order])).toEqual([{ id: order.id, status: 'accepted' }])
      const [again] = await scene.site.record([{ ...order, id: 'ev-order-1-again' }])
      expect([again?.status, scene.vendor.held()]).toEqual(['duplicate', ['order-1']])

      await amy.keyboard.press('Escape')
      const after = await openDialog(amy)
      await after.locator('[part=friends]').getByText(journey.friend, { exact: true }).waitFor()
      const rewards = after.locator('[part=rewards]')
      if (journey.reward) await rewards.getByText(journey.reward, { exact: true }).waitFor()
      else expect(await rewards.count()).toBe(0)
      expect(scene.complaints).toEqual([])
    },
  )
})

const patient = { timeout: 20_000 }
const amyWinter = { id: 'amy', email: 'amy@example.com', name: 'Amy Winter' }

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Invite friends' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your link').waitFor()
  return dialog
}

/** The code in the cookie that a site's server reads. */
async function codeKept(page: Page): Promise<string | undefined> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === cookieName)
  return parseKept(cookie?.value ?? '')?.touch?.code
}

interface Scene extends AsyncDisposable {
  readonly vendor: RunningVendor
  /** The site's own server, with its secret key. */
  readonly site: ReturnType<typeof httpBackend>
  /** The vendor's parameter. */
  readonly parameter: string
  readonly complaints: string[]
  /** Method, route and status of what browsers sent to the API. */
  readonly answers: (readonly [string, string, number])[]
  visit(query: string): Promise<Page>
  order(
    code: string | undefined,
  ): Parameters<ReturnType<typeof httpBackend>['record']>[0][number] & { id: string }
}

/** A shop on one port, whose program the simulated vendor keeps, opened as `goodword serve --backend` does. */
async function startScene(browser: Browser, name: VendorName): Promise<Scene> {
  const data = mkdtempSync(join(tmpdir(), 'goodword-vendor-journey-'))
  const vendor = await startVendor(name)
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const program = parseProgram({
    ...smallShop,
    id: 'shop',
    url,
    conversions: [{ name: 'purchase', value: true, trust: 'server' }],
  })
  const complaints: string[] = []
  const complain = (text: string): void => void complaints.push(text)
  const { backend } = await openVendor(name, program, { env: vendor.settings, complain })
  const server: RunningServer = await serve({
    programs: [program],
    backends: { shop: backend },
    port,
    data,
    env: {},
    fallback: async (request) => page(await tokenOf(), new URL(request.url).pathname),
  })
  const tokenOf = () => signIdentity(server.keys['shop']!.identity[0]!, { program: 'shop', ...amyWinter })
  const [parameter = ''] = backend.landing.params

  function page(token: string, pathname: string): Response | undefined {
    if (pathname !== '/') return undefined
    const html = `<!doctype html><html lang="en"><title>Juniper Coffee</title><link rel="icon" href="data:,">
      <script async src="/goodword.js" data-program="shop" data-param="via ${parameter}"></script>
      <h1>Juniper Coffee</h1><goodword-invite token="${token}"></goodword-invite></html>`
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
    return new Response(html, { headers })
  }

  const answers: [string, string, number][] = []
  const contexts: { close(): Promise<void> }[] = []
  return {
    vendor,
    parameter,
    complaints,
    answers,
    site: httpBackend({ url, program: 'shop', key: server.keys['shop']!.secret! }),
    async visit(query) {
      const context = await browser.newContext({ locale: 'en-US' })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (error) => complain(error.message))
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complain(message.text())
      })
      page.on('response', (response) => {
        const { pathname } = new URL(response.url())
        if (pathname.startsWith('/v1/shop/'))
          answers.push([response.request().method(), pathname.slice('/v1/shop'.length), response.status()])
      })
      await page.goto(url + query)
      return page
    },
    order: (code) => ({
      id: 'ev-order-1',
      type: 'conversion',
      name: 'purchase',
      at: Date.now(),
      order: 'order-1',
      amount: 4200,
      currency: program.currency,
      customer: { id: 'bo', email: 'bo@example.com', name: 'Bo Larsen' },
      ...(code !== undefined && { code }),
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all(contexts.map((context) => context.close()))
      await server.close()
      await vendor.close()
      rmSync(data, { recursive: true })
    },
  }
}
