import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { runCommand } from './main.ts'

let folder: string
let program: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goodword-transfer-'))
  program = write('shop.json', JSON.stringify(shop))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

async function goodword(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(args, {
    env: { GOODWORD_DATA: join(folder, 'data') },
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out, err }
}
const lines = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({ id: `c-${i}`, order: `o-${i}`, at: Date.now() - 1000, amount: 100, currency: 'USD' }),
  ).join('\n')

describe('goodword import', () => {
  it('takes customers and orders of a CSV file in, once however often it is run', async () => {
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const file = write(
      'past.csv',
      `id,email,name,order,at,amount,currency\namy,amy@example.com,"Amy, A.",,,,\nbo,,,o-1,${day},4200,USD\n`,
    )
    const first = await goodword('import', program, file, '--json')
    expect([first.code, JSON.parse(first.out[0]!)]).toEqual([
      0,
      { customers: 1, orders: 1, known: 0, bad: 0, line: 3, stopped: false },
    ])
    const again = await goodword('import', program, file, '--json')
    expect(JSON.parse(again.out[0]!)).toMatchObject({ customers: 1, orders: 0, known: 1 })
    const { out } = await goodword('export', 'participants', '--program', 'shop')
    expect(JSON.parse(out[0]!)).toMatchObject({ customer: 'amy', name: 'Amy, A.', email: 'amy@example.com' })
    expect((await goodword('export', 'conversions', '--program', 'shop')).out).toHaveLength(1)
  })

  it('names every bad line with its number and what to do, and takes the others', async () => {
    const good = lines(1)
    const file = write(
      'past.jsonl',
      [
        good,
        'no json',
        '{"name":"nobody"}',
        '{"id":"x","order":"1","at":"soon"}',
        '{"id":"x","order":"1","at":0.5}',
        '{"id":"x","order":"2","at":1,"amount":"4.20"}',
        '{"id":"x","surprise":1}',
        '{"email":"no"}',
        `{"id":"x","order":"3","at":${Date.now() - 5}}`,
        '[]',
        '',
        '{"id":"last"}',
      ].join('\n'),
    )
    const { code, err, out } = await goodword('import', program, file, '--json')
    const told = err.map((text) => Number(/^Line (\d+): /.exec(text)?.[1])).toSorted((a, b) => a - b)
    expect(told).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(err.find((text) => text.startsWith('Line 6'))).toContain('4200 for $42.00')
    expect([code, JSON.parse(out[0]!)]).toEqual([
      1,
      expect.objectContaining({ customers: 1, orders: 1, bad: 9 }),
    ])
  })

  it('stops after the lines in hand, and goes on where it stopped', async () => {
    const file = write('past.jsonl', lines(400))
    const command = fileURLToPath(new URL('../command.ts', import.meta.url))
    const { DATABASE_URL: _, ...env } = process.env
    const child = spawn(process.execPath, ['--conditions=source', command, 'import', program, file], {
      env: { ...env, GOODWORD_DATA: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    expect((await once(child, 'close'))[0]).toBe(1)
    const [, next] = /Go on with --from (\d+)/.exec(out) ?? []
    const stored = await goodword('export', 'conversions', '--program', 'shop')
    expect(stored.out).toHaveLength(Number(next) - 1)
    expect(Number(next)).toBeLessThan(400)
    expect((await goodword('import', program, file, '--from', next!)).code).toBe(0)
    expect((await goodword('export', 'conversions', '--program', 'shop')).out).toHaveLength(400)
  }, 30_000)

  it('understands its command line, or says what is wrong with it', async () => {
    const wrong = [
      ['import', program],
      ['import', program, program, '--format', 'xml'],
      ['import', program, program, '--from', '0'],
      ['export'],
      ['export', 'secrets', '--program', 'shop'],
      ['export', 'rewards'],
      ['export', 'rewards', '--program', 'shop', '--since', 'soon'],
      ['export', 'rewards', '--program', 'shop', '--format', 'xml'],
      ['backup'],
      ['backup', 'a', 'b'],
      ['restore'],
    ]
    for (const line of wrong) expect([line, (await goodword(...line)).code]).toEqual([line, 2])
    for (const name of ['export', 'import', 'backup', 'restore'])
      expect((await goodword(name, '--help')).out[0]).toMatch(new RegExp(`^goodword ${name} `))
    expect((await goodword('import', program, join(folder, 'none.csv'))).err[0]).toContain('none.csv')
  })
})

describe('goodword export', () => {
  it('gives the owner what people think: scores, comments, and whose they are', async () => {
    mkdirSync(join(folder, 'data'))
    const store = await openStore({ file: join(folder, 'data', 'goodword.db') })
    const backend = sqlBackend({ store, program: shop })
    const at = Date.now() - 1000
    const customer = { id: 'amy' }
    await backend.enrol(customer)
    await backend.record(
      [
        { id: 'feedback-0001', type: 'feedback', at, score: 9, comment: 'Lovely, =really', customer },
        { id: 'feedback-0002', type: 'feedback', at, score: 3 },
      ],
      { source: 'server' },
    )
    await store.close()
    const { out } = await goodword('export', 'feedback', '--program', 'shop')
    const rows = out.map((line) => JSON.parse(line) as object)
    expect(rows).toMatchObject([
      { id: 'feedback-0001', at, customer: 'amy', score: 9, comment: 'Lovely, =really' },
      { id: 'feedback-0002', at, score: 3 },
    ])
    expect((await goodword('export', 'feedback', '--program', 'shop', '--since', '2099-01-01')).out).toEqual(
      [],
    )
  })

  it('writes what there is as JSON lines or CSV, page by page, and as new as is asked', async () => {
    await goodword('import', program, write('past.jsonl', `${lines(1)}\n{"id":"=1+1","name":"=cmd()"}`))
    const csv = await goodword('export', 'participants', '--program', 'shop', '--format', 'csv')
    expect(csv.out[0]).toBe('id,at,customer,email,name,code,friends')
    expect(csv.out[1]).toMatch(/^p_\w+,\d+,'=1\+1,,'=cmd\(\),\w+,/)
    const later = ['export', 'conversions', '--program', 'shop', '--since', '2099-01-01']
    expect((await goodword(...later)).out).toEqual([])
    const { out } = await goodword('export', 'conversions', '--program', 'shop')
    expect(JSON.parse(out[0]!)).toMatchObject({ customer: 'c-0', order: 'o-0', details: { amount: 100 } })
    expect((await goodword('export', 'rewards', '--program', 'other')).out).toEqual([])
  })
})

describe('goodword backup and restore', () => {
  it('copy, check and put back, and forget again whom a list names', async () => {
    await goodword('import', program, write('people.jsonl', '{"id":"amy","name":"Amy"}'))
    const copy = join(folder, 'shop.backup')
    const made = await goodword('backup', copy, '--json')
    expect([made.code, JSON.parse(made.out[0]!)]).toMatchObject([0, { rows: { gw_people: 1 } }])
    expect((await goodword('backup', '--verify', copy)).out[0]).toContain('is whole')
    expect((await goodword('backup', '--verify', `${copy}.json`)).code).toBe(0)

    const store = await openStore({ file: join(folder, 'data', 'goodword.db') })
    await sqlBackend({ store, program: shop }).owner.privacy.erase({ customer: 'amy' }, 'owner')
    await store.close()
    expect((await goodword('backup', '--verify', `${copy}.json`)).err[0]).toContain('gw_audit has 1 rows')
    const list = await goodword('export', 'erasures', '--program', 'shop')
    const erasures = write('erasures.jsonl', list.out.join('\n'))
    rmSync(join(folder, 'data'), { recursive: true })
    const back = await goodword('restore', copy, '--erasures', erasures, '--json')
    expect([back.code, JSON.parse(back.out[0]!)]).toMatchObject([0, { erased: 1 }])
    expect(readFileSync(join(folder, 'data', 'goodword.db'), 'latin1')).not.toContain('Amy')
    expect((await goodword('restore', copy)).err[0]).toContain('--force')
    expect((await goodword('restore', '--erasures', erasures)).out[0]).toBe('Erased again: 0 of 1.')
    expect((await goodword('restore', '--erasures', program)).code).toBe(1)
  })
})
