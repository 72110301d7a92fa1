import { httpBackend } from '@goodword/adapters/http'
import { signIdentity } from '@goodword/server/handler'
import { expect, it } from 'vitest'
import { startWorker } from './workerd.ts'

const secret = 'gw_sk_0123456789abcdef0123'
const identity = 'a shared secret of more than 32 characters'

it('answers in workerd: a participant, a visit twice, a signed identity, and nothing for a wrong key', async () => {
  const worker = await startWorker({
    GOODWORD_SECRET_KEY: secret,
    GOODWORD_IDENTITY_KEY: identity,
  })
  try {
    const { url } = worker
    const site = httpBackend({ url, program: 'shop', key: secret })
    const { code } = await site.enrol({ id: 'amy', name: 'Amy' })
    const visit = {
      id: 'ev-visit-1',
      at: Date.now(),
      type: 'visit',
      url: 'https://example.com/',
      code,
    } as const
    const statuses = []
    for (let time = 0; time < 2; time++)
      statuses.push((await httpBackend({ url, program: 'shop' }).record([visit]))[0]?.status)
    expect(statuses).toEqual(['accepted', 'duplicate'])
    expect((await site.participant({ code }))?.stats?.visits).toBe(1)
    const token = await signIdentity(identity, { program: 'shop', id: 'amy' })
    const own = httpBackend({ url, program: 'shop', token })
    expect((await own.participant({ customer: 'amy' }))?.code).toBe(code)
    const wrong = httpBackend({ url, program: 'shop', key: 'gw_sk_wrong' })
    await expect(wrong.enrol({ id: 'bo' })).rejects.toMatchObject({ code: 'key-wrong' })
    const link = await fetch(`${url}/r/shop/${code}`, { redirect: 'manual' })
    expect(link.headers.get('location')).toBe(`https://example.com/?via=${code}`)
  } finally {
    worker.close()
  }
}, 60_000)
