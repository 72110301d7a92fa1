import { expect, it } from 'vitest'
import { serveSimulator, type Interference } from '../../simulators/serving.ts'
import { calm, faults } from '../../simulators/faults.ts'
import { createTransport, type ConnectionOptions } from './transport.ts'

/** A vendor that answers, unless something happens. */
async function open(options: ConnectionOptions = {}) {
  let interfere: Interference = calm
  const vendor = await serveSimulator({ fetch: async () => Response.json({ fine: true }) }, (one) =>
    interfere(one),
  )
  const call = createTransport({ name: 'Acme', url: vendor.url, secrets: [], retryDelay: 1, ...options })
  return {
    read: () => call({ method: 'GET', path: 'things' }),
    requests: vendor.requests,
    url: vendor.url,
    suffer: (next: Interference) => (interfere = next),
    [Symbol.asyncDispose]: () => vendor.close(),
  }
}

it('leaves a vendor that hangs alone after five tries, whoever made them', async () => {
  await using acme = await open({ timeout: 50 })
  acme.suffer(faults.late)
  const waiting = await Promise.allSettled(Array.from({ length: 20 }, acme.read))
  expect(waiting.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'))
  // Three at once: two more were under way when the fifth failed.
  expect(acme.requests.length).toBeLessThanOrEqual(7)
  // Those two say nothing new: it is left alone for the first 5 s all the same.
  await expect(acme.read()).rejects.toMatchObject({ cause: { inDoubt: false, retryAfter: 5 } })
  acme.suffer(calm)
})

it('lets one call try after the rest, and all when it worked', async () => {
  let ahead = 0
  await using acme = await open({ now: () => Date.now() + ahead })
  acme.suffer(faults.failed)
  for (let time = 0; time < 2; time++) await expect(acme.read()).rejects.toThrow('Acme')
  const asked = acme.requests.length
  ahead += 5_100
  await expect(acme.read()).rejects.toMatchObject({ cause: { inDoubt: true } })
  expect(acme.requests.length - asked).toBe(1)
  ahead += 10_100
  acme.suffer(calm)
  await acme.read()
  await Promise.all([acme.read(), acme.read()])
})

it.each(['{}', 'null', ''])(
  'takes a 200 with nothing in it for no answer, and asks again: %j',
  async (body) => {
    await using acme = await open()
    let left = 1
    acme.suffer((exchange) => (left-- > 0 ? exchange.send(new Response(body)) : calm(exchange)))
    expect(await acme.read()).toEqual({ fine: true })
    acme.suffer((exchange) => exchange.send(new Response(body)))
    await expect(acme.read()).rejects.toMatchObject({ code: 'vendor-answer', cause: { inDoubt: true } })
  },
)

it('reads the date of a Retry-After by the vendor’s clock', async () => {
  await using acme = await open()
  const hours = 3_600_000
  const date = new Date(Date.now() - 5 * hours)
  acme.suffer((exchange) =>
    exchange.send(
      Response.json(
        {},
        {
          status: 429,
          headers: {
            date: date.toUTCString(),
            'retry-after': new Date(date.getTime() + 40_000).toUTCString(),
          },
        },
      ),
    ),
  )
  await expect(acme.read()).rejects.toMatchObject({ code: 'vendor-limited', cause: { retryAfter: 40 } })
})

it('takes no key elsewhere, wherever the vendor sends it', async () => {
  await using elsewhere = await open()
  await using acme = await open()
  const location = elsewhere.url
  acme.suffer((exchange) => exchange.send(new Response(null, { status: 307, headers: { location } })))
  await expect(acme.read()).rejects.toMatchObject({ code: 'vendor-answer', cause: { status: 307 } })
  expect(elsewhere.requests).toEqual([])
})

it('refuses at once what cannot be sent, and does not say it', () => {
  const options = { name: 'Acme', url: 'https://acme.example', secrets: [] }
  const broken = () => createTransport({ ...options, headers: { authorization: 'Bearer half\nhalf' } })
  expect(broken).toThrow(expect.objectContaining({ code: 'setting-invalid' }))
  expect(broken).not.toThrow(/half/)
  const noAddress = () => createTransport({ ...options, url: 'acme.example/user/half' })
  expect(noAddress).toThrow(expect.objectContaining({ code: 'setting-invalid' }))
  expect(noAddress).not.toThrow(/half/)
})

it('tells words that end within a sign, or are none', async () => {
  await using acme = await open()
  const message = `\ud800${'x'.repeat(298)}😀`
  acme.suffer((exchange) => exchange.send(Response.json({ message }, { status: 422 })))
  await expect(acme.read()).rejects.toMatchObject({ code: 'vendor-refused', cause: { status: 422 } })
})
