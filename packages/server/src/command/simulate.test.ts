import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseProgram } from '@goodword/program'
import { afterAll, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { runCommand } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-simulate-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const program = write('shop.json', shop)
const quick = ['--customers', '500', '--runs', '20']

async function simulate(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommand(['simulate', ...args], {
    env: { GOODWORD_DATA: join(folder, 'none') },
    print: (text) => void (out += text),
    complain: (text) => void (err += text),
  })
  return { code, out, err }
}

describe('goodword simulate', () => {
  it('forecasts for a million customers in less than 10 seconds', async () => {
    const command = fileURLToPath(new URL('../command.ts', import.meta.url))
    const args = ['simulate', program, '--customers', '1000000', '--seed', '7', '--json']
    const start = performance.now()
    const child = spawn(process.execPath, ['--conditions=source', command, ...args])
    let out = ''
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    const [code] = (await once(child, 'close')) as [number]
    expect([code, performance.now() - start < 10_000]).toEqual([0, true])
    const { totals, rates } = JSON.parse(out)
    expect(totals.referred.low).toBeGreaterThan(1000)
    expect(totals.referred.low).toBeLessThan(totals.referred.high)
    expect(rates.shareRate).toEqual({ low: 0.05, likely: 0.07, high: 0.09, source: 'published' })
    expect(rates.churnRate.source).toBe('assumed')
  }, 30_000)

  it('prints growth, K, cost, return and what is promised, and says what is assumed', async () => {
    const { code, out } = await simulate(program, ...quick)
    expect(code).toBe(0)
    for (const part of [
      'Each customer brings (K)',
      'Cost per lead',
      'Cost per new customer',
      'Return on investment',
      'Promised at the end',
      'published by Friendbuy',
      'assumed: nobody has measured it',
      '"free-bag" is no amount of money',
    ])
      expect(out).toContain(part)
  })

  it('says the same for the same seed, and something else for another', async () => {
    const [first, again, other] = await Promise.all(
      ['3', '3', '4'].map((seed) => simulate(program, ...quick, '--seed', seed)),
    )
    expect(again!.out).toBe(first!.out)
    expect(other!.out).not.toBe(first!.out)
  })

  it('takes what a rates file says', async () => {
    const rates = write('rates.json', { shareRate: 0, unitCosts: { 'free-bag': 400 } })
    const { out } = await simulate(program, ...quick, '--rates', rates, '--json')
    const forecast = JSON.parse(out)
    expect(forecast.totals.referred.high).toBe(0)
    expect(forecast.rates.shareRate.source).toBe('file')
    expect(forecast.notes.join()).not.toContain('free-bag')
  })

  it('says 1 to rates that are wrong, with the place, what is there and what to write', async () => {
    const wrong = write('wrong.json', { shareRate: 7, orderValu: 3000 })
    const { code, out, err } = await simulate(program, ...quick, '--rates', wrong)
    expect([code, out]).toEqual([1, ''])
    for (const part of ['wrong.json has', 'orderValu', 'given: 3000', '`orderValue`'])
      expect(err).toContain(part)
    const many = write('many.json', { clicksPerShare: 500, conversionRate: 1 })
    expect(await simulate(program, ...quick, '--rates', many)).toMatchObject({
      code: 1,
      err: expect.stringContaining('rates.clicksPerShare'),
    })
    const torn = await simulate(program, ...quick, '--rates', write('torn.json', '{ "shareRate": '))
    expect([torn.code, torn.err]).toEqual([1, expect.stringContaining('line 1')])
    expect((await simulate(program, ...quick, '--rates', join(folder, 'no.json'))).code).toBe(1)
  })

  it('says 2 to a command line that it does not understand, and helps', async () => {
    const lines = [
      [],
      [program],
      [program, program, ...quick],
      [program, '--customers', '-1'],
      [program, '--customers', '1e6'],
      [program, '--customers', '9999999999'],
      [program, ...quick, '--seed', '0.5'],
      [program, ...quick, '--months', '121'],
      [program, ...quick, '--runs', '3'],
      [program, ...quick, '--sed', '3'],
    ]
    const answers = await Promise.all(lines.map((line) => simulate(...line)))
    expect(answers.map(({ code, out }) => [code, out])).toEqual(lines.map(() => [2, '']))
    expect((await simulate('--help')).out).toContain('Example: goodword simulate program.json')
  })

  it('says 1 to a program that is invalid', async () => {
    const { code, err } = await simulate(write('bad.json', { ...shop, currency: 'dollars' }), ...quick)
    expect([code, err]).toEqual([1, expect.stringContaining('currency')])
  })
})

describe('goodword simulate --from-store', () => {
  it('says that there is no database, or nothing in it', async () => {
    const missing = await simulate(program, '--from-store')
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('--data')])
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    await (await openStore({ file: join(empty, 'goodword.db') })).close()
    const nobody = await simulate(program, '--from-store', '--data', empty)
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('--customers')])
    expect((await simulate(program, '--from-store', '--data', empty, ...quick)).code).toBe(0)
  })

  it('takes what can be seen there, and says what cannot', async () => {
    const data = join(folder, 'data')
    mkdirSync(data)
    const store = await openStore({ file: join(data, 'goodword.db') })
    const backend = sqlBackend({ store, program: parseProgram(shop) })
    const { code } = await backend.enrol({ id: 'amy' })
    const at = Date.now() - 3_600_000
    const visits = Array.from({ length: 60 }, (_, index) => ({
      id: `visit-${index}-x`,
      visitor: `v_${'0'.repeat(12)}${1000 + index}`,
    }))
    const bought = visits.slice(0, 6)
    const server = { source: 'server' } as const
    await backend.record(
      Array.from({ length: 30 }, (_, index) => ({
        type: 'share',
        id: `share-${index}-x`,
        at,
        code,
        channel: 'email',
      })),
      server,
    )
    await backend.record(
      visits.map((visit) => ({ type: 'visit', at, code, url: shop.url, ...visit })),
      server,
    )
    await backend.record(
      bought.map(({ visitor }, index) => ({
        type: 'conversion',
        id: `order-${index}-x`,
        at: at + 1000,
        name: 'purchase',
        order: String(index),
        amount: 4000 + index,
        currency: 'USD',
        visitor,
        customer: { id: `friend-${index}` },
      })),
      server,
    )
    await store.close()
    const {
      code: exit,
      out,
      err,
    } = await simulate(program, '--from-store', '--data', data, '--runs', '20', '--json')
    expect([exit, err]).toEqual([0, ''])
    const { customers, rates } = JSON.parse(out)
    expect(customers).toBe(6)
    expect(rates.clicksPerShare).toMatchObject({ likely: 2, source: 'store' })
    expect(rates.conversionRate).toMatchObject({ likely: 0.1, source: 'store' })
    expect(rates.refundRate).toMatchObject({ low: 0, likely: 0, source: 'store' })
    expect(Math.round(rates.orderValue.likely)).toBe(4003)
    expect([rates.shareRate.source, rates.ordersPerYear.source]).toEqual(['published', 'assumed'])
  })
})
