import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secret, startWire, type TestWire } from './wire.fixture.ts'

let wire: TestWire
let code: string
beforeAll(async () => {
  wire = await startWire()
  const json = { customer: { id: 'amy' } }
  const enrolled = await wire.ask('/v1/shop/admin/participants', { key: secret, json })
  code = ((await enrolled.json()) as { code: string }).code
})
afterAll(() => wire.close())

const evil = 'evil.example'
const targets = [
  `//${evil}`,
  `///${evil}`,
  `////${evil}`,
  `/\\${evil}`,
  `\\\\${evil}`,
  `\\/${evil}`,
  `https:${evil}`,
  `https:/${evil}`,
  `https:\\\\${evil}`,
  `https://${evil}`,
  `HTTPS://${evil}`,
  `//${evil}:443/`,
  `//shop.example@${evil}`,
  `https://shop.example:x@${evil}`,
  `https://shop.example.${evil}`,
  `https://${evil}#shop.example`,
  `https://${evil}?shop.example`,
  `https://shop.example%2f@${evil}`,
  `//${evil}%2f..`,
  `/%09/${evil}`,
  `/%0a/${evil}`,
  `%0d%0aLocation:%20https://${evil}`,
  `x%0d%0aSet-Cookie:%20evil=1`,
  `%E5%98%8A%E5%98%8DLocation:${evil}`,
  `javascript:alert(1)//${evil}`,
  `jav%09ascript:alert(1)//${evil}`,
  `JaVaScRiPt:alert(1)//${evil}`,
  `data:text/html,${evil}`,
  `vbscript:${evil}`,
  `file://${evil}`,
  `//evil%E3%80%82example`,
  `//evil%EF%BC%8Eexample`,
  `//evil%EF%BD%A1example`,
  `//%65vil.example`,
  `//ⓔvil.example`,
  `//3232235777`,
  `//0x7f000001`,
  `//[::1]`,
  `../../${evil}`,
  `..%2f..%2f${evil}`,
  `.${evil}`,
  `@${evil}`,
  `;@${evil}`,
  `:80@${evil}`,
  `?url=https://${evil}`,
  `#https://${evil}`,
  `%23//${evil}`,
  `%3F//${evil}`,
  `%5c%5c${evil}`,
  `%2f%2f${evil}`,
  `%252f%252f${evil}`,
  `%00//${evil}`,
  `//${evil}%00`,
  evil,
]

/** Headers that somebody could believe. */
const forged: readonly Record<string, string>[] = [
  { host: evil },
  { 'x-forwarded-host': evil },
  { 'x-forwarded-host': `${evil}, shop.example` },
  { forwarded: `host=${evil};proto=https` },
  { 'x-original-url': `//${evil}` },
  { 'x-rewrite-url': `https://${evil}/` },
  { 'x-forwarded-proto': 'javascript' },
  { 'x-forwarded-prefix': `//${evil}` },
  { referer: `https://${evil}/` },
  { origin: `https://${evil}` },
  { cookie: `goodword=v_abcdefgh.${evil}.zzzz.x` },
  { cookie: `goodword=v_abcdefgh.//${evil}.zzzz; location=//${evil}` },
  { 'accept-language': `//${evil}` },
  { 'x-http-method-override': 'POST' },
]

/** Where somebody could try to put an address. */
const places = [
  (text: string) => `/r/shop/${text}`,
  (text: string) => `/r/shop/${code}${text}`,
  (text: string) => `/r/shop/${code}/${text}`,
  (text: string) => `/r/shop/${code}?ch=${text}`,
  (text: string) => `/r/shop/${code}?url=${text}&to=${text}&next=${text}&redirect=${text}&via=${text}`,
  (text: string) => `/r/shop/${code}?ch=x&ch=${text}&ch[]=${text}`,
  (text: string) => `/r/${text}/${code}`,
  (text: string) => `/${text}`,
]

const bodies = { visit: 'Mozilla/5.0', preview: 'WhatsApp/2.23' }

/** Where an answer leads, whatever the way: a header, a page that goes on by itself, or a link on it. */
async function leadsTo(response: Response): Promise<string[]> {
  const { headers } = response
  const isPage = headers.get('content-type')?.startsWith('text/html')
  const page = isPage ? await response.text() : ''
  const inPage = [...page.matchAll(/(?:href|src|action|content)="(?:\d+;\s*url=)?([^"]*)"/gi)]
    .map(([, address]) => address!.replaceAll('&amp;', '&'))
    .filter((address) => /^[a-z+.-]+:|^\/\/|^\\/i.test(address))
  const named = [headers.get('location'), headers.get('refresh'), headers.get('link')]
  return [...named.filter((address) => address !== null), ...inPage]
}

const own = new Set(['https://shop.example', 'https://www.shop.example', 'https://refer.example'])

async function expectHome(path: string, init: object): Promise<void> {
  const response = await wire.ask(path, init)
  const { headers } = response
  for (const address of await leadsTo(response)) {
    // As a browser reads it: relative to where it was asked, without what it throws away.
    const { origin } = new URL(address, 'https://refer.example/')
    expect([path, address, own.has(origin)]).toEqual([path, address, true])
    expect(address).not.toMatch(/[\r\n\t]/)
  }
  expect([path, headers.get('set-cookie') ?? '']).toEqual([path, expect.not.stringContaining('evil')])
  expect([path, response.status < 500]).toEqual([path, true])
}

let tried = 0
describe('a link leads to the program’s own pages and nowhere else', () => {
  afterAll(() =>
    console.log(
      `redirects: ${targets.length + forged.length} vectors, ${tried} requests, all to the program's own hosts`,
    ),
  )

  it.each(targets)('%s', async (target) => {
    for (const place of places)
      for (const agent of Object.values(bodies)) {
        const path = place(target)
        tried++
        await expectHome(path, { headers: { 'user-agent': agent } })
      }
  })

  it.each(forged)('with the headers %j', async (headers) => {
    for (const agent of Object.values(bodies)) {
      tried++
      await expectHome(`/r/shop/${code}?ch=mail`, { headers: { ...headers, 'user-agent': agent } })
    }
  })

  it('does lead there', async () => {
    const visit = await leadsTo(await wire.ask(`/r/shop/${code}?ch=mail`))
    expect(visit).toEqual([`https://shop.example/?via=${code}&ch=mail`])
    const preview = await leadsTo(
      await wire.ask(`/r/shop/${code}`, { headers: { 'user-agent': bodies.preview } }),
    )
    expect(preview.length).toBeGreaterThan(1)
  })
})
