import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadKeys } from './keys.ts'

const shop = { id: 'shop' }
const long = 'a-long-enough-random-key'

describe('the keys of a program', () => {
  let data: string
  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'goodword-keys-'))))
  afterEach(() => rmSync(data, { recursive: true }))
  const file = () => join(data, 'keys.json')

  it('are made once, and only their owner may read them', () => {
    const first = loadKeys([shop], data, {})
    expect(first['shop']?.secret).toMatch(/^gw_sk_[\w-]{32}$/)
    expect(first['shop']?.identity).toMatch(/^gw_id_[\w-]{43}$/)
    expect(loadKeys([shop], data, {})).toEqual(first)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('are added for a new program, and the old ones stay', () => {
    const first = loadKeys([shop], data, {})
    const both = loadKeys([shop, { id: 'club' }], data, {})
    expect(both['shop']).toEqual(first['shop'])
    expect(both['club']?.secret).not.toBe(first['shop']?.secret)
  })

  it('come from the environment, and are then written nowhere', () => {
    const env = { GOODWORD_SECRET_KEY: long, GOODWORD_IDENTITY_KEY: `${long}!` }
    expect(loadKeys([shop], data, env)).toEqual({ shop: { secret: long, identity: `${long}!` } })
    expect(() => readFileSync(file())).toThrow('ENOENT')
  })

  it('are not shared by programs', () => {
    const programs = [shop, { id: 'big-club' }]
    const shared = { GOODWORD_SECRET_KEY: long }
    expect(() => loadKeys(programs, data, shared)).toThrow(/GOODWORD_SECRET_KEY_SHOP/)
    const own = { GOODWORD_SECRET_KEY_SHOP: long, GOODWORD_SECRET_KEY_BIG_CLUB: `${long}2` }
    expect(loadKeys(programs, data, own)['big-club']?.secret).toBe(`${long}2`)
  })

  it('are refused when they could be guessed', () => {
    expect(() => loadKeys([shop], data, { GOODWORD_SECRET_KEY: 'secret' })).toThrow(/6 characters/)
  })

  it('are never replaced because their file cannot be read', () => {
    for (const text of ['', '{', '{"shop":{}}', '{"shop":null}', '[1]']) {
      writeFileSync(file(), text)
      expect(() => loadKeys([shop], data, {})).toThrow(/keys.json/)
      expect(readFileSync(file(), 'utf8')).toBe(text)
    }
  })
})
