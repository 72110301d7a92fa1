import { expect, it } from 'vitest'
import { GET as follow } from '../app/r/[...path]/route.ts'
import { GET, OPTIONS, POST } from '../app/v1/[...path]/route.ts'

// A route handler of Next's is a function from Request to Response, and this calls them as Next does.
const site = 'https://shop.example.com'

it('answers as Next calls it: the program, a participant, a preflight, and the redirect', async () => {
  const program = await GET(new Request(`${site}/v1/shop`, { headers: { 'accept-language': 'en' } }))
  expect(await program.json()).toMatchObject({ id: 'shop', copy: { title: 'Give $10, get $10' } })

  const enrolled = await POST(
    new Request(`${site}/v1/shop/participants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customer: { email: 'amy@example.com' } }),
    }),
  )
  const { code, ...rest } = (await enrolled.json()) as { code: string }
  expect(Object.keys(rest)).toEqual(['link'])

  const headers = { origin: 'https://example.com', 'access-control-request-method': 'POST' }
  const preflight = await OPTIONS(new Request(`${site}/v1/shop/events`, { method: 'OPTIONS', headers }))
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.com')

  const link = await follow(new Request(`${site}/r/shop/${code}`))
  expect([link.status, link.headers.get('location')]).toEqual([302, `https://example.com/?via=${code}`])
})
