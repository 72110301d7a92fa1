import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFirstKey, createKey, listKeys, registerGiven, revokeKey, rotateKey } from '../keys/key-book.ts'
import { createKeyring } from '../keys/keyring.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

describe.each(databases)('secret keys in $kind', ({ create }) => {
  let database: TestDatabase
  let store: Store
  let other: Store
  let time = 1_000_000_000
  const now = () => time
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const of = (program: string, from = store) => ({ store: from, program, now, random, actor: 'test' })
  const states = async () => (await listKeys(of('shop'))).map(({ state }) => state).toSorted()
  beforeEach(async () => {
    database = await create()
    store = await openStore(database.location)
    other = await openStore(database.location)
    time = 1_000_000_000
  })
  afterEach(async () => {
    await store.close()
    await other.close()
    await database.drop()
  })

  it('are kept as digests, each good for its own program', async () => {
    const { secret, id } = await createKey(of('shop'), 'server')
    await createKey(of('club'), '')
    const kept = JSON.stringify(await store.db.selectFrom('gw_keys').selectAll().execute())
    expect(kept).not.toContain(secret.slice(6, 20))
    const keyring = createKeyring(store, now)
    expect([await keyring.find('shop', secret), await keyring.find('club', secret)]).toEqual([id, undefined])
  })

  it('are two at most, however many are asked for at once', async () => {
    const tries = Array.from({ length: 12 }, (_, index) =>
      createKey(of('shop', index % 2 ? store : other), ''),
    )
    const outcomes = await Promise.allSettled(tries)
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array(10).fill('keys-full'))
    expect(await states()).toEqual(['live', 'live'])
  })

  it('are one, when servers start together for the first time', async () => {
    const starts = Array.from({ length: 8 }, (_, index) =>
      createFirstKey(of('shop', index % 2 ? store : other)),
    )
    const made = (await Promise.all(starts)).filter((secret) => secret !== undefined)
    expect([made.length, await states()]).toEqual([1, ['live']])
  })

  it('go on for a while beside the one that replaces them', async () => {
    const old = await createKey(of('shop'), '')
    const keyring = createKeyring(store, now)
    expect(await keyring.find('shop', old.secret)).toBe(old.id)
    const fresh = await rotateKey(of('shop'), '', 3_600_000)
    expect(await keyring.find('shop', fresh.secret)).toBe(fresh.id)
    await expect(rotateKey(of('shop'), '', 0)).rejects.toMatchObject({ code: 'keys-full' })
    time += 3_599_000
    expect(await keyring.find('shop', old.secret)).toBe(old.id)
    time += 1_001
    expect(await keyring.find('shop', old.secret)).toBeUndefined()
    expect(await states()).toEqual(['expired', 'live'])
    await createKey(of('shop'), '')
    expect(await states()).toEqual(['expired', 'live', 'live'])
  })

  it('are refused everywhere within ten seconds after they were revoked', async () => {
    const { secret, id } = await createKey(of('shop'), '')
    const keyring = createKeyring(other, now)
    await keyring.find('shop', secret)
    await revokeKey(of('shop'), id)
    time += 10_000
    expect(await keyring.find('shop', secret)).toBeUndefined()
    expect(await revokeKey(of('shop'), id)).toMatchObject({ id, state: 'revoked' })
    await expect(revokeKey(of('club'), id)).rejects.toMatchObject({ code: 'key-unknown' })
  })

  it('work at once where another process made them, and guesses ask the database once a second', async () => {
    const keyring = createKeyring(store, now)
    const first = await createKey(of('shop'), '')
    expect(await keyring.find('shop', first.secret)).toBe(first.id)
    const second = await createKey(of('shop', other), '')
    expect(await keyring.find('shop', second.secret)).toBe(second.id)
    await store.db.deleteFrom('gw_keys').where('program', '=', 'shop').execute()
    for (let guess = 0; guess < 100; guess++) await keyring.find('shop', `gw_sk_${guess}`)
    // Still known: no guess made it look again within the second.
    expect(await keyring.find('shop', first.secret)).toBe(first.id)
  })

  it('say when they were used last, to the hour', async () => {
    const { secret } = await createKey(of('shop'), '')
    expect((await listKeys(of('shop')))[0]).not.toHaveProperty('lastUsedAt')
    await createKeyring(store, now).find('shop', secret)
    expect((await listKeys(of('shop')))[0]?.lastUsedAt).toBe(time - (time % 3_600_000))
  })

  it('that were given end when others are given, and come back, unless somebody ended them', async () => {
    const keyring = createKeyring(store, now)
    await registerGiven(of('shop'), ['first-given-key-of-the-shop'])
    await registerGiven(of('shop'), ['first-given-key-of-the-shop', 'other-given-key-of-the-shop'])
    expect(await states()).toEqual(['live', 'live'])
    await registerGiven(of('shop'), ['other-given-key-of-the-shop'])
    time += 10_000
    expect(await keyring.find('shop', 'first-given-key-of-the-shop')).toBeUndefined()
    await registerGiven(of('shop'), ['first-given-key-of-the-shop'])
    time += 10_000
    const id = (await keyring.find('shop', 'first-given-key-of-the-shop'))!
    expect(id).toMatch(/^key_/)
    await revokeKey(of('shop'), id)
    await expect(registerGiven(of('shop'), ['first-given-key-of-the-shop'])).rejects.toMatchObject({
      code: 'key-revoked',
    })
  })

  it('are in the audit log with every change', async () => {
    const { id } = await createKey(of('shop'), '')
    await revokeKey({ ...of('shop'), actor: 'key_amy' }, id)
    const log = await store.db.selectFrom('gw_audit').selectAll().orderBy('seq').execute()
    expect(log.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['test', 'key.made', id],
      ['key_amy', 'key.revoked', id],
    ])
  })
})
