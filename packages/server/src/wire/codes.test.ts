import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purchase, shop, visit } from '../backend/shop.fixture.ts'
import { secret, startWire, told, type TestWire } from './wire.fixture.ts'

interface Told {
  code: string
  link: string
  stats: { visits: number; friends: number }
}

describe('codes', () => {
  let wire: TestWire
  beforeAll(async () => {
    const program = { ...shop, codes: { vanity: true, names: true } }
    wire = await startWire({}, program)
  })
  afterAll(() => wire.close())
  const enrol = async (id: string, name?: string) => {
    const json = { customer: { id, name } }
    return (await (await wire.ask('/v1/shop/admin/participants', { key: secret, json })).json()) as Told
  }
  const check = async (code: unknown) =>
    (await wire.ask('/v1/shop/codes/check', { json: { code } })).json() as Promise<unknown>
  const choose = async (id: string, code: string) =>
    wire.ask('/v1/shop/me/code', { key: await wire.token({ id }), json: { code } })

  it('are checked as people type them, and say whose they are by the first name', async () => {
    const { code } = await enrol('amy', 'Amy Winters')
    const typed = [
      code,
      code.toLowerCase(),
      ` ${code.slice(0, 3)} ${code.slice(3)} `,
      code.replaceAll('D', 'o'),
    ]
    for (const text of typed) expect(await check(text)).toEqual({ valid: true, code, name: 'Amy' })
    for (const text of ['NOBODY77', '%', "' or 1=1", '\u0000amy', 'БОБ', '-'.repeat(64)])
      expect(await check(text)).toEqual({ valid: false })
    for (const json of [{}, { code: '' }, { code: 7 }, { code: 'x'.repeat(65) }])
      expect(await told(await wire.ask('/v1/shop/codes/check', { json }))).toBe('400 body-invalid')
  })

  it('that a participant chose are shown, lead here, and count; the first one goes on', async () => {
    const { code: first } = await enrol('bo', 'Bo Lind')
    const chosen = (await (await choose('bo', 'bo bakes')).json()) as Told
    expect([chosen.code, chosen.link]).toEqual(['BOBAKES', 'https://refer.example/r/shop/BOBAKES'])
    expect(await check('Bo-Bakes')).toEqual({ valid: true, code: 'BOBAKES', name: 'Bo' })
    const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' }
    const response = await wire.ask('/r/shop/bobakes', { headers: agent })
    expect(response.headers.get('location')).toBe('https://shop.example/?via=BOBAKES')
    const events = [
      visit({ code: 'BOBAKES', visitor: 'v_0001' }),
      visit({ code: first }),
      // A friend without a cookie who typed it at the checkout.
      purchase({ code: 'bo bakes', customer: { id: 'friend-1' } }),
      purchase({ visitor: 'v_0001', customer: { id: 'friend-2' } }),
      purchase({ code: first, customer: { id: 'friend-3' } }),
    ]
    const recorded = await wire.ask('/v1/shop/admin/events', { key: secret, json: { events } })
    const { receipts } = (await recorded.json()) as { receipts: { status: string }[] }
    expect(receipts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'))
    const me = await wire.ask('/v1/shop/me', { key: await wire.token({ id: 'bo' }) })
    expect(await me.json()).toMatchObject({ code: 'BOBAKES', stats: { visits: 2, friends: 3 } })
  })

  it('are nobody else’s, nor is one that looks like them', async () => {
    await enrol('cy')
    const { code: di } = await enrol('di')
    expect((await choose('cy', 'COOL-CY')).status).toBe(200)
    expect((await choose('cy', 'COOL-CY')).status).toBe(200)
    for (const code of ['cool-cy', 'C00L-CY', 'COOLCY'])
      expect([code, await told(await choose('di', code))]).toEqual([code, '409 code-taken'])
    expect(await told(await choose('cy', di))).toBe('400 code-invalid')
    expect(await told(await choose('di', 'FUCK'))).toBe('400 code-invalid')
    expect(await told(await choose('nobody', 'NOBODY'))).toBe('404 participant-unknown')
  })

  it('are given to one of those who want the same at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `racer-${index}`)
    for (const id of ids) await enrol(id)
    const answers = await Promise.all(ids.map(async (id) => told(await choose(id, 'FIRST-ONE'))))
    expect(answers.toSorted()).toEqual(['200', ...Array<string>(7).fill('409 code-taken')])
  })

  it('may be chosen five times, and by the owner as well; each time is in the audit log', async () => {
    await enrol('ed')
    const at = '/v1/shop/admin/participant/code?customer=ed'
    for (const code of ['ED-ONE', 'ED-TWO', 'ED-THREE', 'ED-FOUR', 'ED-FIVE'])
      expect((await wire.ask(at, { key: secret, json: { code } })).status).toBe(200)
    expect(await told(await wire.ask(at, { key: secret, json: { code: 'ED-SIX' } }))).toBe('409 codes-full')
    const back = (await (await wire.ask(at, { key: secret, json: { code: 'ED-TWO' } })).json()) as Told
    expect(back.code).toBe('ED-TWO')
    const rows = await wire.store.db
      .selectFrom('gw_audit')
      .select(['action', 'detail'])
      .where('program', '=', 'shop')
      .where('action', '=', 'code.chosen')
      .execute()
    expect(rows.length).toBeGreaterThanOrEqual(6)
    expect(JSON.stringify(rows)).not.toContain('ED-')
  })

  it('of somebody who was erased lead to the page without them, and come back to nobody', async () => {
    await enrol('fy')
    await choose('fy', 'FLYING-FY')
    await wire.ask('/v1/shop/me', { method: 'DELETE', key: await wire.token({ id: 'fy' }) })
    expect(await check('FLYING-FY')).toEqual({ valid: false })
    await enrol('gus')
    for (const code of ['FLYING-FY', 'FLY1NGFY'])
      expect(await told(await choose('gus', code))).toBe('409 code-taken')
    expect(
      await wire.store.db.selectFrom('gw_codes').select('code').where('code', 'like', 'FLY%').execute(),
    ).toEqual([])
  })
}, 20_000)

it('are the program’s own unless it says otherwise, and name nobody', async () => {
  const wire = await startWire()
  const json = { customer: { id: 'amy', name: 'Amy Winters' } }
  const { code } = (await (
    await wire.ask('/v1/shop/admin/participants', { key: secret, json })
  ).json()) as Told
  expect(await (await wire.ask('/v1/shop/codes/check', { json: { code } })).json()).toEqual({
    valid: true,
    code,
  })
  const key = await wire.token({ id: 'amy' })
  expect(await told(await wire.ask('/v1/shop/me/code', { key, json: { code: 'AMY' } }))).toBe(
    '501 unsupported',
  )
  await wire.close()
})
