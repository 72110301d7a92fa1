import { memoryBackend } from '@goodword/adapters/memory'
import { GoodwordError, parseProgram } from '@goodword/program'
import { expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { createHandler } from './handler.ts'

/** What a browser is told, and what the log, when a vendor behind the backend fails in this way. */
function told(code: string, retryAfter?: number) {
  return toldOf(
    new GoodwordError(code, 'Acme answered with status 401: "No such account: juniper".', {
      cause: { inDoubt: false, ...(retryAfter !== undefined && { retryAfter }) },
    }),
  )
}

/** The same of whatever a backend rejects with. */
async function toldOf(failure: Error) {
  const backend = {
    ...memoryBackend({ program: parseProgram(shop) }),
    record: () => Promise.reject(failure),
  }
  const logged: unknown[] = []
  const handler = createHandler(backend, {
    access: () => ({ secretKeys: [], identityKeys: [] }),
    onError: (one) => logged.push(one),
  })
  const response = await handler(
    new Request('https://refer.shop.example/v1/shop/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{ id: 'ev-visit-1' }] }),
    }),
  )
  const { code, detail } = (await response.json()) as { code: string; detail: string }
  const after = response.headers.get('retry-after')
  return { status: response.status, code, after, isQuoted: detail.includes('juniper'), logged: logged.length }
}

it('has senders keep what a vendor could not take, for as long as the vendor says', async () => {
  expect(await told('vendor-unavailable')).toMatchObject({ status: 503, after: '5' })
  expect(await told('vendor-limited', 17.2)).toMatchObject({ status: 503, after: '18' })
  expect(await told('vendor-refused')).toMatchObject({ status: 422, after: null })
})

it('tells what a vendor said of the keys to the log, and to no browser', async () => {
  expect(await told('vendor-key')).toMatchObject({
    status: 503,
    after: '5',
    isQuoted: false,
    logged: 1,
  })
  expect(await told('vendor-answer')).toMatchObject({ status: 502, isQuoted: false, logged: 1 })
  expect(await told('vendor-unavailable')).toMatchObject({ isQuoted: true, logged: 0 })
})

it('tells a mistake of ours to the log, and nothing of it to any browser', async () => {
  expect(await toldOf(new TypeError('juniper is not a function'))).toEqual({
    status: 500,
    code: 'internal',
    after: null,
    isQuoted: false,
    logged: 1,
  })
})
