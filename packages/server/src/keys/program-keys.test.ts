import { generateKeyPair, exportSPKI } from 'jose'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../store/store.ts'
import { openKeys } from './program-keys.ts'

const shop = { id: 'shop' }
const long = 'a-long-enough-random-key'

describe('the keys of a program', () => {
  let data: string
  let store: Store
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'goodword-keys-'))
    store = await openStore({ file: ':memory:' })
  })
  afterEach(async () => {
    await store.close()
    rmSync(data, { recursive: true })
  })
  const file = () => join(data, 'keys.json')
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const open = (env: Record<string, string> = {}, programs = [shop]) =>
    openKeys({ store, programs, data, env, now: Date.now, random })

  it('are made once: the secret is told and not written down, the identity key is for its owner only', async () => {
    const first = (await open()).byProgram['shop']!
    expect(first).toMatchObject({ secret: expect.stringMatching(/^gw_sk_[\w-]{43}$/), isNew: true })
    expect(first.identity).toEqual([expect.stringMatching(/^gw_id_[\w-]{43}$/)])
    expect((await open()).byProgram['shop']).toEqual({ isNew: false, identity: first.identity })
    expect(readFileSync(file(), 'utf8')).not.toContain('gw_sk_')
    for (const name of ['keys.json', 'server.key'])
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600)
  })

  it('are added for a new program, and the old ones stay', async () => {
    const first = await open()
    const both = await open({}, [shop, { id: 'club' }])
    expect(both.byProgram['shop']?.identity).toEqual(first.byProgram['shop']?.identity)
    expect(both.byProgram['club']).toMatchObject({ isNew: true })
  })

  it('come from the environment, and are then written nowhere', async () => {
    const env = { GOODWORD_SECRET_KEY: long, GOODWORD_IDENTITY_KEY: `${long}!` }
    const { byProgram, keyring } = await open(env)
    expect(byProgram).toEqual({ shop: { secret: long, isNew: false, identity: [`${long}!`] } })
    expect(await keyring.find('shop', long)).toMatch(/^key_/)
    expect(() => readFileSync(file())).toThrow('ENOENT')
    expect(JSON.stringify(await store.db.selectFrom('gw_keys').selectAll().execute())).not.toContain(long)
  })

  it('are two of a kind while one replaces the other, public keys among them', async () => {
    const { publicKey } = await generateKeyPair('EdDSA', { extractable: true })
    const pem = (await exportSPKI(publicKey)).trim()
    const { byProgram } = await open({
      GOODWORD_SECRET_KEY: `${long}1,${long}2`,
      GOODWORD_IDENTITY_KEY: `${pem.replaceAll('\n', '\\n')}\n${long}`,
    })
    expect(byProgram['shop']).toMatchObject({ secret: `${long}1`, identity: [pem, long] })
  })

  it('move from the file of an earlier version to the database', async () => {
    const keys = { secret: 'gw_sk_of_an_earlier_version', identity: 'gw_id_of_an_earlier_version' }
    writeFileSync(file(), JSON.stringify({ shop: keys, club: keys }))
    const first = await open()
    expect(first.byProgram['shop']).toEqual({ secret: keys.secret, isNew: true, identity: [keys.identity] })
    expect(await first.keyring.find('shop', keys.secret)).toMatch(/^key_/)
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      shop: { identity: keys.identity },
      club: keys,
    })
    expect((await open()).byProgram['shop']).toMatchObject({ isNew: false })
  })

  it('are not shared by programs', async () => {
    const programs = [shop, { id: 'big-club' }]
    await expect(open({ GOODWORD_SECRET_KEY: long }, programs)).rejects.toThrow(/GOODWORD_SECRET_KEY_SHOP/)
    const own = { GOODWORD_SECRET_KEY_SHOP: long, GOODWORD_SECRET_KEY_BIG_CLUB: `${long}2` }
    expect((await open(own, programs)).byProgram['big-club']?.secret).toBe(`${long}2`)
  })

  it('are refused when they could be guessed, or are of the wrong kind', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const pkcs8 = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(
      await crypto.subtle.exportKey('pkcs8', privateKey),
    ).toString('base64')}\n-----END PRIVATE KEY-----`
    for (const [env, code] of [
      [{ GOODWORD_SECRET_KEY: 'secret' }, 'key-weak'],
      [{ GOODWORD_IDENTITY_KEY: `${long},short` }, 'key-weak'],
      [{ GOODWORD_IDENTITY_KEY: pkcs8 }, 'key-unusable'],
      [{ GOODWORD_SECRET_KEY: pkcs8.replaceAll('PRIVATE', 'PUBLIC') }, 'key-unusable'],
      [{ GOODWORD_SECRET_KEY: `${long}1,${long}2,${long}3` }, 'key-unusable'],
    ] as const)
      await expect(open(env)).rejects.toMatchObject({ code })
  })

  it('are never replaced because their file cannot be read', async () => {
    for (const text of ['', '{', '{"shop":{}}', '{"shop":null}', '[1]']) {
      writeFileSync(file(), text)
      await expect(open()).rejects.toThrow(/keys.json/)
      expect(readFileSync(file(), 'utf8')).toBe(text)
    }
  })
})

describe('a session of the owner’s page', () => {
  it('is for one program and one use, and ends', async () => {
    let time = Date.now()
    const { createOwnerSessions } = await import('./owner-session.ts')
    const sessions = createOwnerSessions('server-key-one', () => time)
    const link = (await sessions.issue('shop', 'link')).token
    const session = (await sessions.issue('shop', 'session')).token
    const all = [
      [link, 'link', 'shop', true],
      [link, 'session', 'shop', false],
      [link, 'link', 'club', false],
      [session, 'session', 'shop', true],
      [session, 'link', 'shop', false],
      [`${session}x`, 'session', 'shop', false],
      [session.slice(6), 'session', 'shop', false],
    ] as const
    for (const [token, kind, program, isGood] of all)
      expect([kind, program, await sessions.check(program, kind, token)]).toEqual([kind, program, isGood])
    expect(await createOwnerSessions('server-key-two', () => time).check('shop', 'session', session)).toBe(
      false,
    )
    time += 901_000
    expect([
      await sessions.check('shop', 'link', link),
      await sessions.check('shop', 'session', session),
    ]).toEqual([false, true])
    time += 43_200_000
    expect(await sessions.check('shop', 'session', session)).toBe(false)
  })
})
