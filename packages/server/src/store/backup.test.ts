import { evaluate } from '@goodword/program'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRow } from '../backend/ledger.ts'
import { purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { backup } from '../backup/backup.ts'
import { checkBackup } from '../backup/check.ts'
import { readContents } from '../backup/manifest.ts'
import { readPostgres } from '../backup/reader.ts'
import { restore } from '../backup/restore.ts'
import { verifyStore } from '../backup/verify.ts'
import { openStore, type Store, type StoreLocation } from './store.ts'
import { databases } from './testing.ts'

const server = { source: 'server' } as const
let folder: string
let file: string
let copy: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goodword-backup-'))
  file = join(folder, 'live', 'goodword.db')
  copy = join(folder, 'shop.backup')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Some people, orders and rewards. */
async function fill(store: Store, orders = 5): Promise<void> {
  const backend = sqlBackend({ store, program: shop })
  const { code } = await backend.enrol({ id: 'amy', name: 'Amy' })
  for (let i = 0; i < orders; i++)
    await backend.record([visit({ code }), purchase({ code, customer: { id: `bo-${i}` } })], server)
}

async function filled(location: StoreLocation = { file }): Promise<void> {
  const store = await openStore(location)
  await fill(store)
  await store.close()
}

/** The keys of addresses, the one of mailboxes apart, and what they made. */
async function traces({ db }: Store) {
  const keys = await db.selectFrom('gw_trace_keys').selectAll().where('program', '=', 'shop').execute()
  const people = await db.selectFrom('gw_people').select('address').where('program', '=', 'shop').execute()
  return {
    weekly: keys.filter(({ period }) => period >= 0).map(({ key }) => key),
    mailboxes: keys.filter(({ period }) => period < 0).map(({ key }) => key),
    hashes: people.flatMap(({ address }) => address ?? []),
  }
}

/** A process of its own that writes as fast as it can, as a server does. */
async function startWriter(): Promise<ChildProcess> {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const script = `
    import { openStore } from ${url('store.ts')}
    import { sqlBackend } from ${url('../backend/sql-backend.ts')}
    import { purchase, shop } from ${url('../backend/shop.fixture.ts')}
    const store = await openStore({ file: ${JSON.stringify(file)} })
    const backend = sqlBackend({ store, program: shop })
    for (let i = 0; ; i++) {
      const { code } = await backend.enrol({ id: 'cy-' + (i >> 2) })
      await backend.record([purchase({ code, customer: { id: 'dee-' + i } })], { source: 'server' })
      if (i === 0) console.log('writing')
    }`
  const flags = ['--conditions=source', '--input-type=module-typescript', '--eval', script]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

/** What the rules say of the ledger, and what the store says. */
async function rewardsOf(location: StoreLocation): Promise<{ decided: string[]; stored: string[] }> {
  const store = await openStore(location)
  const rows = await store.db.selectFrom('gw_ledger').selectAll().where('program', '=', 'shop').execute()
  const people = await store.db.selectFrom('gw_people').selectAll().where('program', '=', 'shop').execute()
  const rewards = await store.db.selectFrom('gw_rewards').selectAll().where('program', '=', 'shop').execute()
  await store.close()
  const codes = new Map(people.flatMap(({ code, id }) => (code === null ? [] : [[code, id] as const])))
  const answer = evaluate(shop, { codes, rows: rows.flatMap((row) => readRow(row) ?? []) }, Date.now())
  const line = (reward: { incentive: string; participant: string; occurrence: string; state: string }) =>
    [reward.incentive, reward.participant, reward.occurrence, reward.state].join(' ')
  return { decided: answer.rewards.map(line).toSorted(), stored: rewards.map(line).toSorted() }
}

describe('a backup', () => {
  it('is of one moment while many write, and restores to what the rules decide', async () => {
    await filled()
    const writer = await startWriter()
    const manifests = []
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      manifests.push(await backup({ from: file, to: `${copy}-${i}` }))
    }
    writer.kill()
    await once(writer, 'exit')
    const counts = manifests.map(({ rows }) => rows['gw_ledger']!)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts.at(-1)!).toBeGreaterThan(counts[0]!)
    for (const [i, manifest] of manifests.entries()) {
      const to = join(folder, `again-${i}`, 'goodword.db')
      await restore({ from: `${copy}-${i}`, to })
      expect((await verifyStore({ file: to })).ledger).toBe(manifest.ledger)
      const { decided, stored } = await rewardsOf({ file: to })
      expect(stored).toEqual(decided)
      expect(stored.length).toBeGreaterThanOrEqual(5)
    }
  })

  it('has no key that turns addresses back, and the store that it becomes makes new ones', async () => {
    const client = { address: '203.0.113.7', agent: 'Brave/1' }
    const store = await openStore({ file })
    const old = sqlBackend({ store, program: shop })
    await old.record([visit({ code: 'AAA', visitor: 'v_1', customer: { id: 'bo' } })], { client })
    await old.enrol({ id: 'amy', email: 'amy@example.com' }, { client })
    const before = await traces(store)
    expect([before.weekly.length, before.hashes.length]).toEqual([1, 1])
    await old.close()
    await store.close()
    await backup({ from: file, to: copy })
    expect(readFileSync(copy, 'latin1')).not.toContain(before.weekly[0])
    const to = join(folder, 'again', 'goodword.db')
    await restore({ from: copy, to })
    const again = await openStore({ file: to })
    expect(await traces(again)).toEqual({ ...before, weekly: [] })
    const backend = sqlBackend({ store: again, program: shop })
    await backend.enrol({ id: 'cy', email: 'cy@example.com' }, { client })
    const after = await traces(again)
    expect([after.weekly.length, new Set(after.hashes).size]).toEqual([1, 2])
    expect(after.weekly).not.toEqual(before.weekly)
    await backend.close()
    await again.close()
  })

  it('is two files that only their owner may read, and nothing else', async () => {
    await filled()
    await backup({ from: file, to: copy })
    const names = readdirSync(folder).filter((name) => name !== 'live')
    expect(names.toSorted()).toEqual(['shop.backup', 'shop.backup.json'])
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('takes the keys along when it is asked to, and gives them back where there are none', async () => {
    await filled()
    const keys = join(folder, 'live', 'keys.json')
    writeFileSync(keys, '{"shop":{}}')
    await backup({ from: file, to: copy, keys })
    const to = join(folder, 'again', 'goodword.db')
    expect((await restore({ from: copy, to })).keys).toBe(true)
    const restored = join(folder, 'again', 'keys.json')
    expect([readFileSync(restored, 'utf8'), statSync(restored).mode & 0o777]).toEqual(['{"shop":{}}', 0o600])
    expect((await restore({ from: copy, to, force: true })).keys).toBe(false)
  })

  it('does not replace another without being told to', async () => {
    await filled()
    await backup({ from: file, to: copy })
    const before = readFileSync(copy)
    await expect(backup({ from: file, to: copy })).rejects.toMatchObject({ code: 'backup-exists' })
    expect(readFileSync(copy)).toEqual(before)
    await backup({ from: file, to: copy, force: true })
    await expect(backup({ from: join(folder, 'none.db'), to: copy })).rejects.toMatchObject({
      code: 'store-missing',
    })
  })

  it('that was cut off, changed or left without its manifest is refused, and changes nothing', async () => {
    await filled()
    await backup({ from: file, to: copy })
    const before = (await verifyStore({ file })).ledger
    const manifest = readFileSync(`${copy}.json`, 'utf8')
    const kinds: Record<string, (name: string) => void> = {
      'cut off': (name) => truncateSync(name, statSync(name).size - 4096),
      empty: (name) => truncateSync(name, 0),
      changed: (name) => {
        const bytes = readFileSync(name)
        bytes[bytes.length - 100]! ^= 1
        writeFileSync(name, bytes)
      },
      gone: (name) => rmSync(name),
      'without manifest': (name) => rmSync(`${name}.json`),
      'with half a manifest': (name) => writeFileSync(`${name}.json`, manifest.slice(0, 200)),
      'with another ledger': (name) =>
        writeFileSync(`${name}.json`, manifest.replace(/"ledger": "./, '"ledger": "x')),
    }
    for (const [kind, spoil] of Object.entries(kinds)) {
      const broken = join(folder, kind)
      copyFileSync(copy, broken)
      writeFileSync(`${broken}.json`, manifest)
      spoil(broken)
      const failure = await restore({ from: broken, to: file, force: true }).catch((error: unknown) => error)
      expect([kind, failure]).toEqual([kind, expect.objectContaining({ code: 'backup-invalid' })])
    }
    expect((await verifyStore({ file })).ledger).toBe(before)
  })

  it('replaces no store that is in use or holds something, without being told to', async () => {
    await filled()
    await backup({ from: file, to: copy })
    const before = (await verifyStore({ file })).ledger
    const live = await openStore({ file })
    for (const force of [false, true])
      await expect(restore({ from: copy, to: file, force })).rejects.toMatchObject({ code: 'store-live' })
    await fill(live, 1)
    await live.close()
    await expect(restore({ from: copy, to: file })).rejects.toMatchObject({ code: 'store-not-empty' })
    const { kept } = await restore({ from: copy, to: file, force: true })
    expect((await verifyStore({ file })).ledger).toBe(before)
    expect((await verifyStore({ file: kept! })).ledger).not.toBe(before)
  })

  it('does not bring back who was erased since', async () => {
    await filled()
    await backup({ from: file, to: copy })
    const store = await openStore({ file })
    await sqlBackend({ store, program: shop }).owner.privacy.erase({ customer: 'amy' }, 'owner')
    await store.close()
    expect((await restore({ from: copy, to: file, force: true })).erased).toBe(1)
    expect(readFileSync(file, 'latin1')).not.toContain('Amy')
    const { decided, stored } = await rewardsOf({ file })
    expect(stored).toEqual(decided)
  })

  it('leaves nothing behind when the disk is full, and says so', async () => {
    await filled()
    const command = new URL('../command.ts', import.meta.url).pathname
    // A limit on the size of files is a disk that is full, for one process.
    const script = `trap '' XFSZ; ulimit -f 64; exec "$0" --conditions=source "$1" backup "$2" --data "$3"`
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', script, process.execPath, command, copy, join(folder, 'live')],
      { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
    )
    expect([status, stderr]).toEqual([1, expect.stringMatching(/was not written: .*has room for \d+ bytes/)])
    expect(readdirSync(folder)).toEqual(['live'])
  })

  it('of an older version is brought up to date', async () => {
    await filled()
    await backup({ from: file, to: copy })
    expect((await checkBackup(copy)).migrations).toContain('0001-spine')
    const { migrated } = await restore({ from: copy, to: join(folder, 'again', 'goodword.db') })
    expect(migrated).toEqual([])
  })
})

const postgres = databases.find(({ kind }) => kind === 'PostgreSQL')
const tools = '/usr/lib/postgresql/15/bin'

describe.skipIf(!postgres)('the ledger’s hash', () => {
  it('is the same in SQLite and PostgreSQL, however they sort', async () => {
    const [one, two] = await Promise.all([openStore({ file }), postgres!.create()])
    const other = await openStore(two.location)
    await fill(one)
    const { db } = one
    const ids = ['B', 'a', 'A', 'b', 'é', 'Z', '_', '-', '10', '9', 'ß', '中', '😀']
    const [row] = await db.selectFrom('gw_ledger').selectAll().limit(1).execute()
    await db
      .insertInto('gw_ledger')
      .values(ids.map((id) => ({ ...row!, id: `${id}-event`, body: JSON.stringify({ text: '"é\n😀' }) })))
      .execute()
    await db
      .insertInto('gw_ledger')
      .values(ids.map((id) => ({ ...row!, program: 'other', id })))
      .execute()
    for (const table of ['gw_ledger', 'gw_rewards'] as const)
      await other.db
        .insertInto(table)
        .values(await db.selectFrom(table).selectAll().execute())
        .execute()
    await one.close()
    const [here, there] = await Promise.all([verifyStore({ file }), readPostgres(other, readContents)])
    expect(there.ledger).toBe(here.ledger)
    await other.db.updateTable('gw_rewards').set({ amount: 1 }).where('program', '=', 'shop').execute()
    expect((await readPostgres(other, readContents)).ledger).not.toBe(here.ledger)
    await other.close()
    await two.drop()
  })

  it.skipIf(!existsSync(join(tools, 'pg_dump')))('is the same after pg_dump and pg_restore', async () => {
    const database = await postgres!.create()
    const { url } = database.location as { readonly url: string }
    await filled(database.location)
    const before = await verifyStore(database.location)
    const schema = /search_path=(\w+)/.exec(new URL(url).searchParams.get('options') ?? '')![1]!
    const bare = process.env['DATABASE_URL']!
    const run = (tool: string, ...args: string[]) => {
      const { status, stderr } = spawnSync(join(tools, tool), args, { encoding: 'utf8' })
      expect([tool, status, stderr]).toEqual([tool, 0, ''])
    }
    const dump = join(folder, 'shop.dump')
    run('pg_dump', '--format=custom', `--schema=${schema}`, `--file=${dump}`, bare)
    await database.drop()
    run('pg_restore', '--no-owner', `--dbname=${bare}`, dump)
    const after = await verifyStore(database.location)
    expect(after).toEqual(before)
    expect(before.rows['gw_rewards']).toBeGreaterThanOrEqual(5)
    const { decided, stored } = await rewardsOf(database.location)
    expect(stored).toEqual(decided)
    await database.drop()
  })
})
