import { parseProgram, viewProgram } from '@goodword/program'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { unfurlers } from './agents.fixture.ts'
import { firstName, previewPage } from './unfurl.ts'
import { publicUrl, secret, startWire, type TestWire } from './wire.fixture.ts'
import { payloads } from './xss.fixture.ts'

const { en } = shop.copy
const named = {
  ...shop,
  codes: { vanity: false, names: true },
  copy: {
    ...shop.copy,
    en: {
      ...en!,
      preview: {
        title: '{referrer} gives you {friendGets}',
        description: 'Fresh beans from {program}.',
        image: 'https://shop.example/card.png',
      },
    },
  },
}

const { DOMParser } = new Window()
const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html')

/** What a page says, by `property` or `name` of its metas. */
function metasOf(html: string): Record<string, string> {
  const document = parse(html)
  const metas = [...document.querySelectorAll('meta')]
  return Object.fromEntries(
    metas.map((meta) => [meta.getAttribute('property') ?? meta.getAttribute('name') ?? '', meta.content]),
  )
}

describe('a preview', () => {
  let wire: TestWire
  let amy: string
  beforeAll(async () => {
    wire = await startWire()
    const json = { customer: { id: 'amy', name: 'Amy Winters' } }
    const response = await wire.ask('/v1/shop/admin/participants', { key: secret, json })
    amy = ((await response.json()) as { code: string }).code
  })
  afterAll(() => wire.close())
  const unfurl = (path = amy, headers: Record<string, string> = {}, method = 'GET') =>
    wire.ask(`/r/shop/${path}`, { method, headers: { 'user-agent': 'WhatsApp/2', ...headers } })

  it('is given to whoever makes one, without a cookie', async () => {
    for (const agent of unfurlers) {
      const response = await unfurl(amy, { 'user-agent': agent })
      expect([agent, response.status, response.headers.get('set-cookie')]).toEqual([agent, 200, null])
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
  })

  it('says the offer in the reader’s language, and shares the very link', async () => {
    const response = await unfurl(`${amy}?ch=whatsapp`, { 'accept-language': 'de-CH' })
    expect(metasOf(await response.text())).toMatchObject({
      'og:title': '10 $ schenken, 10 $ bekommen',
      'og:description': '10 $ Rabatt auf die erste Bestellung',
      'og:url': `${publicUrl}/r/shop/${amy}?ch=whatsapp`,
      'og:locale': 'de',
      'twitter:card': 'summary',
      robots: 'noindex',
    })
    expect(response.headers.get('content-language')).toBe('de')
  })

  it('sends a person on who gets it by mistake, by a link and by itself', async () => {
    const html = await (await unfurl()).text()
    expect(html).toContain(`<meta http-equiv="refresh" content="1; url=https://shop.example/?via=${amy}">`)
    expect(html).toContain(`<a href="https://shop.example/?via=${amy}">`)
    expect(html).toContain('<link rel="canonical" href="https://shop.example/">')
  })

  it('names nobody unless the program says so, and then by the first name', async () => {
    expect(await (await unfurl()).text()).not.toMatch(/Amy|Winters/)
    const open = await startWire({ landing: () => named }, named)
    const json = { customer: { id: 'amy', name: 'Amy Winters' } }
    const enrolled = await open.ask('/v1/shop/admin/participants', { key: secret, json })
    const { code } = (await enrolled.json()) as { code: string }
    const response = await open.ask(`/r/shop/${code}`, { headers: { 'user-agent': 'WhatsApp/2' } })
    const html = await response.text()
    expect(metasOf(html)).toMatchObject({
      'og:title': 'Amy gives you $10 off the first order',
      'og:description': 'Fresh beans from Juniper Coffee.',
      'og:image': 'https://shop.example/card.png',
      'twitter:card': 'summary_large_image',
    })
    expect(html).not.toContain('Winters')
    await open.close()
  })

  it('of a code that nobody has leads to the program’s page without one', async () => {
    const html = await (await unfurl('NOBODY77')).text()
    expect(html).not.toContain('NOBODY77')
    expect(metasOf(html)).toMatchObject({ 'og:url': 'https://shop.example/' })
  })

  it('is a head without a body to who asks for that', async () => {
    const response = await unfurl(amy, {}, 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

describe('what people write', () => {
  it('is a long table of attacks', () => expect(new Set(payloads).size).toBeGreaterThanOrEqual(200))

  it('stays text in a preview, wherever it stands', async () => {
    const program = viewProgram(parseProgram(shop))
    const plain = await shapeOf({ ...program, name: 'Shop' }, 'Shop')
    for (const payload of payloads) {
      const copy = { ...program.copy, preview: { title: `{referrer} ${payload}`, description: payload } }
      const shape = await shapeOf({ ...program, name: payload, copy }, payload)
      expect([payload, shape]).toEqual([payload, plain])
    }
  }, 30_000)
})

/** The page's elements and attributes, without what they say. */
async function shapeOf(program: Parameters<typeof previewPage>[0]['program'], referrer: string) {
  const link = 'https://refer.example/r/shop/BCDFGHJKM'
  const landing = 'https://shop.example/?via=BCDFGHJKM'
  const html = await previewPage({ program, link, landing, referrer }).text()
  const document = parse(html)
  const leads = [...document.querySelectorAll('[href], [http-equiv]')]
  return [
    ...[...document.querySelectorAll('*')].map(
      ({ tagName, attributes }) => `${tagName} ${[...attributes].map(({ name }) => name).join(' ')}`,
    ),
    // Where it leads is the server's word, whatever people write.
    ...leads.map((element) => element.getAttribute('href') ?? element.getAttribute('content')),
  ]
}

describe('a first name', () => {
  it.each([
    ['Amy Winters', 'Amy'],
    ['  José  María', 'José'],
    ['amy@example.com', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j is %j', (name, first) => expect(firstName(name)).toBe(first))
})
