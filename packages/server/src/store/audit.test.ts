import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../audit/audit.ts'
import { verifyAudit } from '../audit/audit-log.ts'
import { day, purchase, shop } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'
import { write } from './transaction.ts'

describe.each(databases)('the audit log on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  let backend: SqlBackend
  let ahead = 0

  beforeEach(async () => {
    ahead = 0
    database = await create()
    stores = [await openStore(database.location), await openStore(database.location)]
    backend = sqlBackend({ store: stores[0]!, program: shop, now: () => Date.now() + ahead })
  })
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  let count = 0
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const note = (store: Store, action = 'tried', program = 'shop') =>
    write(store, (tx) =>
      audit(
        tx,
        { program: { id: program }, now: () => ++count, random },
        { actor: 'amy', action, subject: `thing ${count}`, detail: { count, text: 'é "\n' } },
      ),
    )
  const verdict = () => verifyAudit(stores[0]!.db, 'shop')
  const damage = (statement: string) => sql.raw(statement).execute(stores[0]!.db)

  it('is one chain without a gap, whoever writes at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => note(stores[i % 2]!)))
    await Promise.all([note(stores[0]!, 'other', 'other'), note(stores[1]!, 'other', 'other')])
    expect(await verdict()).toMatchObject({ ok: true, seq: 40 })
    expect(await verifyAudit(stores[1]!.db, 'other')).toMatchObject({ ok: true, seq: 2 })
  })

  it('has a line exactly when its deed was done', async () => {
    const undone = write(stores[0]!, async (tx) => {
      await audit(tx, { program: shop, now: Date.now, random }, { actor: 'a', action: 'b', subject: 'c' })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    expect(await backend.owner.audit.verify()).toEqual({ ok: true, seq: 0, hash: '' })
    const { code } = await backend.enrol({ id: 'amy' })
    await backend.record([purchase({ code, customer: { id: 'bo' } })], { source: 'server' })
    ahead = 15 * day
    const [due] = (await backend.rewards({ code })).items
    await Promise.all([backend.fulfil(due!.id, 'Cy'), backend.fulfil(due!.id, 'Dee')])
    const { items } = await backend.owner.audit.list()
    const granted = items.filter(({ action }) => action === 'reward.granted')
    expect(granted.map(({ subject }) => subject)).toEqual([due!.id])
    expect(await verdict()).toMatchObject({ ok: true })
  })

  it('tells of a line that was changed, taken out, put in, cut off or written anew', async () => {
    const kinds: [string, string][] = [
      ["update gw_audit set actor = 'bo' where seq = 3", 'changed'],
      ["update gw_audit set detail = '{}' where seq = 3", 'changed'],
      ['delete from gw_audit where seq = 3', 'missing'],
      ['delete from gw_audit where seq = 5', 'missing'],
      ['update gw_audit set seq = 9 where seq = 5', 'missing'],
      ["update gw_audit_heads set hash = 'x'", 'not what the head says'],
      ["update gw_audit set previous = 'x' where seq = 4", 'does not follow the line before it'],
    ]
    for (const [statement, why] of kinds) {
      await damage('delete from gw_audit')
      await damage('delete from gw_audit_heads')
      for (let i = 0; i < 5; i++) await note(stores[0]!)
      expect(await verdict()).toMatchObject({ ok: true, seq: 5 })
      await damage(statement)
      expect([statement, await verdict()]).toEqual([
        statement,
        expect.objectContaining({ ok: false, broken: { seq: expect.any(Number) as number, why } }),
      ])
    }
  })

  it('tells of a log that was written anew, to whoever knows a line of the old one', async () => {
    for (let i = 0; i < 3; i++) await note(stores[0]!)
    const { seq, hash } = await verdict()
    await note(stores[0]!)
    expect(await verifyAudit(stores[0]!.db, 'shop', { seq, hash })).toMatchObject({ ok: true, seq: 4 })
    await damage('delete from gw_audit')
    await damage('delete from gw_audit_heads')
    for (let i = 0; i < 2; i++) await note(stores[0]!)
    expect((await verdict()).ok).toBe(true)
    expect((await verifyAudit(stores[0]!.db, 'shop', { seq, hash })).ok).toBe(false)
    for (let i = 0; i < 3; i++) await note(stores[0]!)
    expect((await verifyAudit(stores[0]!.db, 'shop', { seq, hash })).broken?.seq).toBe(seq)
  })

  it('is listed page by page, the newest first', async () => {
    for (let i = 0; i < 5; i++) await note(stores[0]!, `deed ${i}`)
    const first = await backend.owner.audit.list({ limit: 3 })
    await note(stores[0]!, 'later')
    const second = await backend.owner.audit.list({ limit: 3, cursor: first.next! })
    const names = [...first.items, ...second.items].map(({ action }) => action)
    expect(names).toEqual(['deed 4', 'deed 3', 'deed 2', 'deed 1', 'deed 0'])
    expect(second.next).toBeUndefined()
  })
})
