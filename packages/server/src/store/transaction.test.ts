import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulkInsert, bulkSelect } from './bulk.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'
import { together, write } from './transaction.ts'

const telling = bulkInsert('gw_cursors', { name: 'text', at: 'bigint' }, '')
const failing = bulkSelect(
  { name: 'text' },
  'select abs(-9223372036854775807 - 1) as name where :program = :name or 1 = 1',
)
const asking = bulkSelect(
  { name: 'text' },
  'select name, at from gw_cursors where program = :program and name = :name',
)

describe.each(databases)('a transaction on $kind', ({ kind, create }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })
  const add = (tx: Parameters<Store['bulk']>[0], ...names: string[]) =>
    store.bulk(
      tx,
      telling,
      'shop',
      names.map((name) => ({ name, at: 1 })),
    )
  const names = async (): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('gw_cursors')
      .select('name')
      .where('program', '=', 'shop')
      .execute()
    return rows.map(({ name }) => name).toSorted()
  }

  it('sees what it told before, and what it asked for together in that order', async () => {
    const [first, , second] = await write(store, async (tx) => {
      await add(tx, 'told')
      return together(
        store,
        () => store.bulk(tx, asking, 'shop', [{ name: 'told' }, { name: 'later' }]),
        () => add(tx, 'later'),
        () => store.bulk(tx, asking, 'shop', [{ name: 'told' }, { name: 'later' }]),
      )
    })
    expect([first.length, second.length]).toEqual([1, 2])
    expect(await names()).toEqual(['later', 'told'])
  })

  it('writes nothing when what was told fails, though nobody waited for it', async () => {
    const failing = write(store, async (tx) => {
      await add(tx, 'fine')
      await add(tx, null as never)
    })
    await expect(failing).rejects.toThrow(/null/i)
    const noticed = write(store, async (tx) => {
      await add(tx, null as never)
      // Its own error only says that there is no transaction any more.
      await store.bulk(tx, asking, 'shop', [{ name: 'told' }])
    })
    await expect(noticed).rejects.toThrow(/null/i)
    expect(await names()).toEqual(['later', 'told'])
  })

  // SQLite has one writer: nobody could have been first.
  if (kind === 'PostgreSQL')
    it('begins anew when somebody else was first with what it told', async () => {
      let tries = 0
      await write(store, (tx) => add(tx, tries++ === 0 ? 'told' : 'again'))
      expect(tries).toBe(2)
      expect(await names()).toEqual(['again', 'later', 'told'])
    })

  it('is not taken for written when a statement failed and nobody minded', async () => {
    const before = await names()
    const careless = write(store, async (tx) => {
      await add(tx, 'careless')
      await store.bulk(tx, failing, 'shop', [{ name: 'told' }]).catch(() => undefined)
    })
    if (kind === 'PostgreSQL') {
      await expect(careless).rejects.toThrow(/undid/)
      expect(await names()).toEqual(before)
    } else {
      // SQLite undoes the statement alone.
      await careless
      expect(await names()).toContain('careless')
    }
  })

  it('is over for whatever was asked beside that which failed', async () => {
    const before = await names()
    let stray: Promise<unknown> | undefined
    const failing = write(store, (tx) =>
      together(
        store,
        () => Promise.reject(new Error('one failed')),
        () =>
          (stray = (async () => {
            await setTimeout(50)
            return tx.insertInto('gw_cursors').values({ program: 'shop', name: 'stray', at: 1 }).execute()
          })()),
      ),
    )
    await expect(failing).rejects.toThrow('one failed')
    await (stray && expect(stray).rejects.toThrow())
    await Promise.all(
      Array.from({ length: 10 }, () => write(store, (tx) => store.bulk(tx, asking, 'shop', []))),
    )
    expect(await names()).toEqual(before)
  })

  it('goes through many at once without mixing their answers', async () => {
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        write(store, async (tx) => {
          await add(tx, `many-${index}`)
          const [own, others] = await together(
            store,
            () => store.bulk<{ name: string }>(tx, asking, 'shop', [{ name: `many-${index}` }]),
            () => store.bulk<{ name: string }>(tx, asking, 'shop', [{ name: 'told' }]),
          )
          return [own[0]?.name, others[0]?.name]
        }),
      ),
    )
    expect(found).toEqual(Array.from({ length: 40 }, (_, index) => [`many-${index}`, 'told']))
  })
})
