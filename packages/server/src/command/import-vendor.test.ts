import { conformanceProgram } from '@goodword/adapters/conformance'
import { parseProgram } from '@goodword/program'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGrowsurfSimulator, type GrowsurfSimulator } from '../../../adapters/simulators/growsurf.ts'
import { serveSimulator, type ServedSimulator } from '../../../adapters/simulators/serving.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { createHandler } from '../wire/handler.ts'
import { runCommand } from './main.ts'

const program = parseProgram(conformanceProgram)
let folder: string
let file: string
let growsurf: GrowsurfSimulator
let vendor: ServedSimulator
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goodword-move-'))
  file = join(folder, 'program.json')
  writeFileSync(file, JSON.stringify(conformanceProgram))
  growsurf = createGrowsurfSimulator()
  vendor = await serveSimulator(growsurf)
})
afterEach(async () => {
  await vendor.close()
  rmSync(folder, { recursive: true })
})

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(['import', 'growsurf', file, ...args], {
    env: {
      GOODWORD_DATA: join(folder, 'data'),
      GROWSURF_API_KEY: growsurf.key,
      GROWSURF_CAMPAIGN: growsurf.campaign,
      GROWSURF_URL: `${vendor.url}/v2`,
    },
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const imported = async () => JSON.parse((await run('--json')).out) as Record<string, number | boolean>

/** Somebody at the vendor's, and friends of theirs whom the vendor counted. */
function withFriends(name: string, count: number): string {
  const { participant } = growsurf.state.add(`${name}@example.com`, { firstName: name })
  for (let index = 0; index < count; index++) {
    const email = `${name}-friend-${index}@example.com`
    const friend = growsurf.state.add(email, { firstName: 'Bo', referredBy: participant.id })
    growsurf.state.trigger(friend.participant, 0)
  }
  return participant.id
}

/** Looks into what was imported. */
async function look<T>(see: (backend: ReturnType<typeof sqlBackend>) => Promise<T>): Promise<T> {
  const store = await openStore({ file: join(folder, 'data', 'goodword.db') })
  try {
    return await see(sqlBackend({ store, program }))
  } finally {
    await store.close()
  }
}

describe('goodword import growsurf', { timeout: 20_000 }, () => {
  it('brings participants with their codes, who brought whom, and gives nothing twice', async () => {
    const code = withFriends('Amy', 3)
    const [first, second] = growsurf.state.find(code)!.rewards
    for (const reward of [first!, second!]) reward.status = 'FULFILLED'
    growsurf.state.add('late@example.com', { referredBy: code })
    expect(await imported()).toEqual({
      participants: 5,
      withoutCode: 0,
      referrals: 3,
      known: 0,
      waiting: 1,
      held: 0,
      // Two of three were given there; the milestone of three friends the vendor never promised.
      given: 3,
      due: 1,
      owedThere: 0,
      bad: 0,
      stopped: false,
    })
    await look(async (backend) => {
      const amy = await backend.participant({ email: 'amy@example.com' })
      expect([amy?.code, amy?.name, amy?.stats?.friends]).toEqual([code.toUpperCase(), 'Amy', 3])
      const { items } = await backend.rewards({ code })
      expect(items.map(({ incentive, state }) => `${incentive} ${state}`).toSorted()).toEqual([
        'credit due',
        'credit granted',
        'credit granted',
        'free-bag granted',
      ])
    })
  })

  it('adds nothing when it is repeated, but what is new there', async () => {
    const code = withFriends('Amy', 1)
    await imported()
    expect(await imported()).toMatchObject({ participants: 2, referrals: 0, known: 1, given: 0, due: 0 })
    const friend = growsurf.state.add('cy@example.com', { referredBy: code })
    growsurf.state.trigger(friend.participant, 0)
    growsurf.state.find(code)!.rewards.at(-1)!.status = 'FULFILLED'
    expect(await imported()).toMatchObject({ participants: 3, referrals: 1, known: 1 })
    const { items } = await look((backend) => backend.referrals({ code }))
    expect(items).toHaveLength(2)
  })

  it('leaves alone what is due here since the move', async () => {
    const code = withFriends('Amy', 1)
    const [reward] = growsurf.state.find(code)!.rewards
    expect(await imported()).toMatchObject({ given: 0, due: 1 })
    // As the report says: cancelled there, because it is given here.
    reward!.status = 'CANCELLED'
    expect(await imported()).toMatchObject({ given: 0, due: 0 })
    const { items } = await look((backend) => backend.rewards({ code }))
    expect(items.map(({ state }) => state)).toEqual(['due'])
  })

  it('keeps old links and parameters working, whatever their case', async () => {
    const code = withFriends('Amy', 0)
    const { out } = await run()
    expect(out).toContain('data-param="via grsf"')
    await look(async (backend) => {
      const visit = { id: 'ev-visit-1', type: 'visit', at: Date.now(), url: 'https://shop.example/' } as const
      await backend.record([{ ...visit, code }])
      expect((await backend.participant({ code }))?.stats?.visits).toBe(1)
      const access = () => ({ secretKeys: [], identityKeys: [] })
      const handler = createHandler(backend, { access, landing: () => program })
      const link = await handler(new Request(`https://refer.shop.example/r/conformance/${code}`))
      expect(link.headers.get('location')).toBe(`https://shop.example/?via=${code.toUpperCase()}`)
    })
  })

  it('goes on where it was when the vendor broke off', async () => {
    withFriends('Amy', 2)
    for (let index = 0; index < 120; index++) growsurf.state.add(`p${index}@example.com`, {})
    await vendor.close()
    let calls = 0
    vendor = await serveSimulator(growsurf, async (exchange) => {
      calls++
      // The second page of people, for as long as anybody asks for it.
      const isRefused = exchange.path.endsWith('/participants') && calls > 2 && calls < 100
      const refusal = Response.json({ message: 'Invalid API key.' }, { status: 401 })
      await exchange.send(isRefused ? refusal : await exchange.ask())
    })
    const first = await run('--json')
    expect([first.code, first.out]).toEqual([1, ''])
    expect(first.err).toMatch(/Invalid API key/)
    const progress = join(folder, 'data', 'import-growsurf-conformance.json')
    expect(existsSync(progress)).toBe(true)
    calls = 100
    expect(await imported()).toMatchObject({ participants: 23, referrals: 2, bad: 0, stopped: false })
    expect(existsSync(progress)).toBe(false)
    const everybody = await look((backend) => backend.summary())
    expect(everybody.participants).toBe(123)
  })

  it('names somebody whose code is another’s, and takes the others', async () => {
    const code = withFriends('Amy', 0)
    await look((backend) => backend.enrol({ email: 'zoe@example.com' }, { code }))
    growsurf.state.add('bo@example.com', {})
    const { code: exit, out, err } = await run('--json')
    expect([exit, JSON.parse(out)]).toMatchObject([1, { participants: 1, bad: 1 }])
    expect(err).toMatch(new RegExp(`growsurf ${code}: The code "${code}" is somebody else`))
  })

  it('says how it is used', async () => {
    const { code, err } = await run('more')
    expect([code, /goodword import growsurf program\.json/.test(err)]).toEqual([2, true])
  })
})
