import { httpBackend } from '@goodword/adapters/http'
import { signIdentity } from '@goodword/server/handler'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGrowsurfSimulator } from '../../../packages/adapters/simulators/growsurf.ts'
import { serveSimulator, type ServedSimulator } from '../../../packages/adapters/simulators/serving.ts'
import { startWorker, type RunningWorker } from './workerd.ts'

const key = 'gw_sk_0123456789abcdef0123'
const identity = 'a shared secret of more than 32 characters'
const growsurf = createGrowsurfSimulator()
let vendor: ServedSimulator
let worker: RunningWorker
beforeAll(async () => {
  vendor = await serveSimulator(growsurf)
  worker = await startWorker({
    GROWSURF_API_KEY: growsurf.key,
    GROWSURF_CAMPAIGN: growsurf.campaign,
    GROWSURF_URL: `${vendor.url}/v2`,
    GOODWORD_SECRET_KEY: key,
    GOODWORD_IDENTITY_KEY: identity,
  })
})
afterAll(async () => {
  worker?.close()
  await vendor?.close()
})

it('answers in workerd for a vendor: a participant, an order twice, a signed identity', async () => {
  const at = { url: worker.url, program: 'shop' }
  const site = httpBackend({ ...at, key })
  const { code } = await site.enrol({ email: 'amy@example.com', name: 'Amy' })
  const order = {
    id: 'ev-order-1',
    at: Date.now(),
    type: 'conversion',
    name: 'purchase',
    order: 'order-1',
    amount: 4200,
    currency: 'USD',
    code,
    customer: { email: 'bo@example.com' },
  } as const
  expect((await site.record([order]))[0]?.status).toBe('accepted')
  expect((await site.record([order]))[0]?.status).toBe('duplicate')
  expect(growsurf.state.triggered).toEqual(['bo@example.com'])

  const token = await signIdentity(identity, { program: 'shop', id: 'amy', email: 'amy@example.com' })
  const own = httpBackend({ ...at, token })
  expect((await own.enrol({ email: 'amy@example.com' })).code).toBe(code)
})

it('opens nothing with a wrong key, and leads a friend on', async () => {
  const wrong = httpBackend({ url: worker.url, program: 'shop', key: 'gw_sk_wrong' })
  await expect(wrong.enrol({ email: 'cy@example.com' })).rejects.toMatchObject({ code: 'key-wrong' })
  const [amy] = growsurf.state.participants
  const link = await fetch(`${worker.url}/r/shop/${amy!.id}`, { redirect: 'manual' })
  expect(link.headers.get('location')).toBe(`https://example.com/?via=${amy!.id}`)
})
