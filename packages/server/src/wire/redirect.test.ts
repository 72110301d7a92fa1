import type { ReferralBackend } from '@goodword/adapters'
import { memoryBackend } from '@goodword/adapters/memory'
import { GoodwordError, parseProgram } from '@goodword/program'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { crawlers } from './agents.fixture.ts'
import { browsers } from './browsers.fixture.ts'
import { createHandler } from './handler.ts'
import { secret, startWire, type TestWire } from './wire.fixture.ts'

let wire: TestWire
let amy: string
let cy: string
beforeAll(async () => {
  wire = await startWire()
  const enrol = async (id: string) => {
    const json = { customer: { id } }
    const response = await wire.ask('/v1/shop/admin/participants', { key: secret, json })
    return ((await response.json()) as { code: string }).code
  }
  ;[amy, cy] = [await enrol('amy'), await enrol('cy')]
})
afterAll(() => wire.close())

const [safari] = browsers as readonly [string]
const follow = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const response = await wire.ask(`/r/shop/${path}`, {
    method,
    headers: { 'user-agent': safari, ...headers },
  })
  return { to: response.headers.get('location'), cookie: response.headers.get('set-cookie'), response }
}

it('leads to the program’s page with the code, and keeps it in a first-party cookie', async () => {
  const { to, cookie, response } = await follow(`${amy}?ch=whatsapp`)
  expect([response.status, to]).toEqual([302, `https://shop.example/?via=${amy}&ch=whatsapp`])
  expect(cookie).toMatch(
    new RegExp(
      `^goodword=v_[0-9a-z]{16}\\.${amy}\\.[0-9a-z]+\\.whatsapp; Path=/; Max-Age=2592000; SameSite=Lax; Secure$`,
    ),
  )
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it('keeps the visitor, and the touch that counts', async () => {
  const { cookie } = await follow(cy, { cookie: `a=b; goodword=v_abc.${amy}.zzzz.x; c=d` })
  expect(cookie).toMatch(new RegExp(`^goodword=v_abc\\.${cy}\\.`))
})

it('makes nothing of a cookie that it did not write', async () => {
  for (const cookie of ['goodword=%00%ff', 'goodword=a"b', `goodword=${'x'.repeat(5000)}`, 'goodword'])
    expect((await follow(amy, { cookie })).cookie).toMatch(/^goodword=v_[0-9a-z]{16}\./)
})

it('leads on without a code that nobody has, and leaves nothing behind', async () => {
  for (const code of ['NOBODY77', '%ff', '%00', 'a.b', 'x'.repeat(500), "'--"]) {
    const { to, cookie } = await follow(code)
    expect([code, to, cookie]).toEqual([code, 'https://shop.example/', null])
  }
})

it('leads nowhere else, whatever the link says', async () => {
  const tries = [
    '?url=https://evil.example',
    '?via=EVIL&to=//evil.example',
    '?ch=//evil.example',
    '?ch=x%0d%0aset-cookie:a=b',
    '?ch=JAVASCRIPT:',
    '//evil.example',
    '/..//evil.example',
    '?ch[]=x',
  ]
  for (const rest of tries) {
    const { to, cookie } = await follow(`${amy}${rest}`)
    if (to !== null) expect([rest, to]).toEqual([rest, `https://shop.example/?via=${amy}`])
    expect(cookie ?? '').not.toContain('evil')
  }
})

it('tells the program’s page which site the friend came from, and not which page', async () => {
  const { response } = await follow(amy)
  expect(response.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
  expect(response.headers.get('x-robots-tag')).toBe('noindex')
})

it('keeps nothing for those who only look ahead, and leads them on with the code', async () => {
  const aheads: Record<string, string>[] = [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { 'sec-purpose': 'prefetch;anonymous-client-ip' },
    { purpose: 'prefetch' },
    { purpose: 'preview' },
    { 'x-purpose': 'preview' },
    { 'x-moz': 'prefetch' },
    { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
    { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'no-cors' },
    { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'no-cors' },
  ]
  const to = `https://shop.example/?via=${amy}`
  for (const headers of aheads) expect(await follow(amy, headers)).toMatchObject({ to, cookie: null })
  expect(await follow(amy, {}, 'HEAD')).toMatchObject({ to, cookie: null })
})

it('gives frames and pictures of other pages neither a cookie nor the code', async () => {
  for (const dest of [
    'iframe',
    'frame',
    'image',
    'script',
    'style',
    'embed',
    'object',
    'video',
    'fencedframe',
  ]) {
    const mode = /frame/.test(dest) ? 'navigate' : 'no-cors'
    const headers = { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode }
    expect(await follow(amy, headers)).toMatchObject({ to: 'https://shop.example/', cookie: null })
  }
})

it('keeps the code for people in any browser, and for no crawler', async () => {
  const navigation = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' }
  for (const agent of browsers)
    expect([agent, (await follow(amy, { 'user-agent': agent, ...navigation })).cookie]).not.toContain(null)
  for (const agent of crawlers)
    expect([agent, (await follow(amy, { 'user-agent': agent })).cookie]).toEqual([agent, null])
})

it.each([
  ['vendor-unavailable', 'is down'],
  ['unsupported', 'finds nobody by their code'],
])('lets no friend wait for a vendor: with %s the code goes on as it is', async (code) => {
  const program = parseProgram(shop)
  const backend: ReferralBackend = {
    ...memoryBackend({ program }),
    participant: () => Promise.reject(new GoodwordError(code, 'The vendor said so.')),
  }
  const handler = createHandler(backend, { access: () => ({ secretKeys: [], identityKeys: [] }) })
  const headers = { 'user-agent': safari }
  const link = (path: string) =>
    handler(new Request(`https://refer.shop.example/r/shop/${path}`, { headers }))
  const response = await link('OLD-42')
  expect(response.headers.get('location')).toBe('https://shop.example/?via=OLD-42')
  expect(response.headers.get('set-cookie')).toContain('.OLD-42.')
  expect((await link('%3Cscript%3E')).headers.get('location')).toBe('https://shop.example/')
})
