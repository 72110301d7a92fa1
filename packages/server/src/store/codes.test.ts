import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

describe.each(databases)('chosen codes on $kind', ({ create }) => {
  let database: TestDatabase
  let store: Store
  let backend: SqlBackend
  beforeEach(async () => {
    database = await create()
    store = await openStore(database.location)
    backend = sqlBackend({ store, program: { ...shop, codes: { vanity: true, names: false } } })
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  it('are given to one of many who want the same at once, on several servers', async () => {
    const others = await Promise.all([1, 2].map(() => openStore(database.location)))
    const servers = [store, ...others].map((store) =>
      sqlBackend({ store, program: { ...shop, codes: { vanity: true, names: false } } }),
    )
    const ids = Array.from({ length: 12 }, (_, index) => `racer-${index}`)
    for (const id of ids) await backend.enrol({ id })
    const ends = await Promise.allSettled(
      ids.map((customer, index) =>
        servers[index % 3]!.owner.codes.choose({ customer }, index % 2 ? 'COOL-ONE' : 'C00L-0NE', 'Olive'),
      ),
    )
    const refusals = ends.flatMap((end) =>
      end.status === 'rejected' ? [(end.reason as { code: string }).code] : [],
    )
    expect(refusals).toEqual(Array(11).fill('code-taken'))
    const rows = await store.db.selectFrom('gw_codes').selectAll().where('program', '=', 'shop').execute()
    const deeds = await store.db.selectFrom('gw_audit').selectAll().where('program', '=', 'shop').execute()
    expect([rows.length, deeds.filter(({ action }) => action === 'code.chosen').length]).toEqual([1, 1])
    await Promise.all(others.map((other) => other.close()))
  })

  it('attribute as the first one does, however they are typed, and change nothing that was decided', async () => {
    const { code: first, id } = await backend.enrol({ id: 'amy' })
    await backend.record([purchase({ code: first, customer: { id: 'bo' } })], { source: 'server' })
    await backend.owner.codes.choose({ customer: 'amy' }, 'amy-bakes', 'participant')
    const spelled = ['AMY-BAKES', 'amybakes', 'Amy Bakes', first.toLowerCase()]
    const events = spelled.flatMap((code, index) => [
      visit({ code }),
      purchase({ code, customer: { id: `friend-${index}` } }),
    ])
    const receipts = await backend.record(events, { source: 'server' })
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['accepted']))
    const { items } = await backend.referrals({ code: 'amy bakes' })
    expect(items.map(({ state }) => state)).toEqual(Array(5).fill('converted'))
    expect(await backend.participant({ code: 'AMYBAKES' })).toMatchObject({
      id,
      code: 'AMY-BAKES',
      link: 'https://shop.example/?via=AMY-BAKES',
      stats: { visits: 4, friends: 5 },
    })
    const rows = await store.db.selectFrom('gw_ledger').select('code').where('program', '=', 'shop').execute()
    expect(new Set(rows.flatMap(({ code }) => code ?? []))).toEqual(new Set([first]))
  })

  it('are not made of what no database takes', async () => {
    for (const code of ['\0', '\ud800', 'x\0y', '💥'.repeat(40), "'; drop table gw_codes; --"])
      expect(await backend.participant({ code })).toBeUndefined()
  })
})
