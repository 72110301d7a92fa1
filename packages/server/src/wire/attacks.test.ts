import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visit } from '../backend/shop.fixture.ts'
import { operations, routerPaths } from './every-route.fixture.ts'
import { secret, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire({ fallback: undefined })))
afterAll(() => wire.close())

describe('pages of other sites', () => {
  const strangers = [
    'null',
    'https://evil.example',
    'http://shop.example',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://evilshop.example',
    'https://shop.examplе',
    'https://shop.example.',
    'https://SHOP.example',
    'https://shop.example:8443',
    'https://shop.example:443',
    'https://shop.example@evil.example',
    'https://shop.example%2eevil.example',
    'https://shop.example/',
    'https://shop.example#',
    'https://sub.shop.example',
    'https://www.shop.example.evil.example',
    'http://www.shop.example',
    'chrome-extension://shop.example',
    'file://',
    'https://shop.example, https://evil.example',
    'https://shop.example https://evil.example',
    '*',
    'https://*',
    'https://localhost',
    'data:text/html,x',
  ]
  it.each(strangers)('read no answer: %s', async (origin) => {
    // Header values are bytes: as a browser would spell it.
    const headers = { origin: /^[\x20-\x7e]*$/.test(origin) ? origin : new URL(origin).origin }
    for (const init of [{ headers }, { headers, method: 'OPTIONS' }, { headers, key: secret }])
      for (const path of ['/v1/shop', '/v1/shop/me', '/v1/shop/events', '/v1/shop/nothing'])
        expect((await wire.ask(path, init)).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('never have credentials sent along by the browser, nor a page of the program’s own', async () => {
    for (const { path } of operations)
      for (const method of ['GET', 'OPTIONS']) {
        const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' }
        const place = path.replaceAll(/:(program)/g, 'shop').replaceAll(/:\w+/g, 'x')
        const response = await wire.ask(place, { method, headers })
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      }
  })

  it('change nothing by a cookie: none opens anything, only `Authorization` does', async () => {
    const token = await wire.token()
    for (const { method, path, door } of operations) {
      if (door === 'anyone') continue
      for (const credential of [secret, token]) {
        const headers = {
          cookie: `goodword=${credential}; session=${credential}; authorization=Bearer ${credential}`,
        }
        const place = `${path.replace(':program', 'shop').replaceAll(/:\w+/g, 'x')}?key=${credential}&token=${credential}`
        const body =
          method === 'get' ? {} : { body: `{"key":"${credential}","authorization":"Bearer ${credential}"}` }
        const response = await wire.ask(place, { method: method.toUpperCase(), headers, ...body })
        expect([path, response.status]).toEqual([path, 401])
      }
    }
  })
})

describe('every answer', () => {
  it('says that it is no page, in no frame, and of no other type than it says', async () => {
    const places = [
      ...routerPaths().map((route) => route.split(' ')[1]!),
      '/nothing',
      '/v1/nope',
      '/v1/shop/admin/nothing',
      '/nothing.js',
      '/v1/shop/%ff',
    ]
    for (const path of places) {
      const place = path.replace(':program', 'shop').replace(':file', 'goodword.js').replaceAll(/:\w+/g, 'x')
      for (const method of ['GET', 'POST', 'HEAD', 'PUT', 'TRACE'].filter((name) => name !== 'TRACE')) {
        const { headers } = await wire.ask(place, { method })
        expect([place, headers.get('x-content-type-options')]).toEqual([place, 'nosniff'])
        expect([place, headers.get('x-frame-options')]).toEqual([place, 'DENY'])
        expect([place, headers.has('referrer-policy'), headers.has('content-security-policy')]).toEqual([
          place,
          true,
          true,
        ])
      }
    }
  })

  it('leaves the site around us its own headers', async () => {
    const around = await startWire({
      fallback: () => new Response('the shop', { headers: { 'x-own': '1' } }),
    })
    const response = await around.ask('/anything')
    expect([await response.text(), response.headers.get('x-frame-options')]).toEqual(['the shop', null])
    await around.close()
  })
})

describe('bodies', () => {
  const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
    wire.ask('/v1/shop/events', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  const chunks = (parts: readonly (string | Uint8Array)[], wait = 0) =>
    new ReadableStream<Uint8Array>({
      async start(controller) {
        for (const part of parts) {
          if (wait) await new Promise((resolve) => setTimeout(resolve, wait))
          controller.enqueue(typeof part === 'string' ? new TextEncoder().encode(part) : part)
        }
        controller.close()
      },
    })
  const good = () => JSON.stringify({ events: [visit({})] })

  it('are taken in pieces, slowly, and split within a letter', async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ events: [{ ...visit({}), url: 'https://shop.example/ü' }] }),
    )
    const single = [...bytes].map((byte) => new Uint8Array([byte]))
    expect((await post(chunks(single))).status).toBe(202)
    expect((await post(chunks(good().match(/.{1,40}/gs)!, 2))).status).toBe(202)
  })

  it('are cut off at 256 KB, whatever their length is said to be', async () => {
    const big = `{"events":[${'1,'.repeat(200_000)}1]}`
    expect(await told(await post(big))).toBe('413 body-too-large')
    expect(await told(await post(chunks([big])))).toBe('413 body-too-large')
    expect(await told(await post(chunks(Array(500).fill(' '.repeat(1000)))))).toBe('413 body-too-large')
  })

  it('that are cut off on their way are refused', async () => {
    const torn = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"events":['))
        controller.error(new Error('gone'))
      },
    })
    expect(await told(await post(torn))).toBe('400 body-invalid')
  })

  it('are not unpacked', async () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'GZIP', 'identity, gzip', 'x'])
      expect(await told(await post(good(), { 'content-encoding': encoding }))).toBe(
        '415 encoding-unsupported',
      )
    expect((await post(good(), { 'content-encoding': 'identity' })).status).toBe(202)
  })

  it('are JSON whatever type they claim to be, and nothing else is', async () => {
    for (const type of ['application/json', 'text/plain', 'application/xml', 'multipart/form-data', 'x', ''])
      expect((await post(good(), type ? { 'content-type': type } : {})).status).toBe(202)
    for (const body of ['events=1', '<events/>', '--x\r\n\r\n{}\r\n--x--'])
      expect(await told(await post(body))).toBe('400 body-invalid')
  })

  it('are not nested deeper than anybody needs', async () => {
    const nest = (depth: number, open: string, close: string) =>
      `{"events":[{"id":"deep-0001","type":"moment","at":1,"name":"x","data":${open.repeat(depth)}${close.repeat(depth)}}]}`
    const bombs = [
      '['.repeat(260_000),
      '{"a":'.repeat(40_000),
      nest(100_000, '[', ']'),
      nest(30, '{"a":[', ']}').replaceAll('[]', '[1]'),
      `{"events":${'['.repeat(33)}${']'.repeat(33)}}`,
    ]
    for (const bomb of bombs) expect(await told(await post(bomb))).toBe('400 body-invalid')
    const inText = JSON.stringify({
      events: [{ ...visit({}), url: `https://shop.example/${'[{"'.repeat(100)}` }],
    })
    expect((await post(inText)).status).toBe(202)
  })

  it('change no prototype', async () => {
    const bodies = [
      '{"__proto__":{"polluted":1},"events":[{"__proto__":{"polluted":1},"id":"proto-001","type":"visit","at":1}]}',
      '{"constructor":{"prototype":{"polluted":1}},"events":[1]}',
      `{"events":[{"id":"proto-0002","type":"moment","at":${Date.now()},"name":"x","data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}]}`,
      `{"events":[{"id":"proto-0003","type":"__proto__","at":1},{"id":"proto-0004","type":"constructor","at":1}]}`,
    ]
    for (const body of bodies) expect((await post(body)).status).toBeLessThan(500)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(wire.errors).toEqual([])
  })

  it('that say a thing twice mean the last, as everywhere', async () => {
    const body = good().replace('"type":"visit"', '"type":"nonsense","type":"visit"')
    expect(await (await post(body)).json()).toMatchObject({ receipts: [{ status: 'accepted' }] })
  })

  it('of broken text are refused, each event alone where it can be', async () => {
    const bytes = (text: string, ...tail: number[]) =>
      new Uint8Array([...new TextEncoder().encode(text), ...tail])
    for (const body of [
      bytes('{"events":["', 0xff, 0x22, 0x5d, 0x7d),
      bytes('{"a":"', 0xc3),
      bytes('', 0xef, 0xbb),
      '\0',
      '{"a":"\0"}',
    ])
      expect(await told(await post(body))).toBe('400 body-invalid')
    for (const name of ['\\u0000', '\\ud800', 'x\\udc00y']) {
      const body = good().replace('https://shop.example/', name)
      expect(await (await post(body)).json()).toMatchObject({ receipts: [{ status: 'rejected' }] })
    }
  })

  it('in UTF-16, or with a mark before them, are no JSON or are understood, never a failure', async () => {
    const utf16 = new Uint8Array(Buffer.from(good(), 'utf16le'))
    for (const body of [utf16, `\ufeff${good()}`]) expect((await post(body)).status).toBeLessThan(500)
  })
})

describe('the owner’s routes', () => {
  it('are closed to any way of spelling them', async () => {
    const spellings = [
      '/v1/shop/%61dmin/summary',
      '/v1/shop/admin%2fsummary',
      '/v1/shop/admin//summary',
      '/v1/shop//admin/summary',
      '/v1/shop/./admin/summary',
      '/v1/shop/me/../admin/summary',
      '/v1/shop/ADMIN/summary',
      '/v1/shop/admin/summary/',
      '/v1/shop/admin/summary%00',
      '/v1/%73hop/admin/summary',
      '/v1/shop/admin;x/summary',
    ]
    for (const path of spellings) {
      const headers = { origin: 'https://shop.example' }
      const response = await wire.ask(path, { headers })
      expect([path, [401, 404].includes(response.status)]).toEqual([path, true])
      expect([path, await response.text()]).toEqual([path, expect.not.stringContaining('revenue')])
    }
  })
})
