import type { VendorBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { amy } from '../../../adapters/simulators/crowd.ts'
import { crowds } from '../../../adapters/simulators/crowds.ts'
import { vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import { serveSimulator } from '../../../adapters/simulators/serving.ts'
import type { VendorName } from '../../../adapters/simulators/vendors.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openVendor } from '../command/open-vendor.ts'
import { openStore } from '../store/store.ts'
import { freshOrders } from './fresh-orders.ts'
import { importVendor } from './vendor-import.ts'
import { progressFile } from './vendor-progress.ts'

const names = Object.keys(crowds) as VendorName[]
const sharers = 8

/** A vendor where 8 people brought two friends each, and a store that nobody is in. */
async function open(name: VendorName) {
  const crowd = crowds[name](Date.now)
  crowd.addFriend()
  crowd.addFriend()
  for (let index = 1; index < sharers; index++) crowd.addPerson(2)
  let between: (() => void) | undefined
  const server = await serveSimulator(crowd.simulator, async (exchange) => {
    await exchange.send(await exchange.ask())
    between?.()
  })
  // Each run is one of the command's, which remembers nothing.
  const connect = async () =>
    (await openVendor(name, program, { env: crowd.settings(server.url), complain: () => {} })).backend
  const folder = mkdtempSync(join(tmpdir(), 'goodword-move-'))
  const store = await openStore({ file: join(folder, 'goodword.db') })
  const own = sqlBackend({ store, program })
  return {
    crowd,
    own,
    requests: server.requests,
    connect,
    meanwhile: (what: () => void) => (between = what),
    run: async (isStopped = () => false, instead: Partial<VendorBackend> = {}) =>
      importVendor({
        name,
        vendor: { ...(await connect()), ...instead },
        own,
        program,
        conversion: program.conversions[0]!.name,
        progress: progressFile(join(folder, 'progress.json')),
        fresh: (since) => freshOrders(store.db, program.id, name, since),
        onProblem: (problem) => {
          throw new Error(problem)
        },
        onProgress: () => {},
        isStopped,
        wait: async () => {},
      }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await own.close()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const clean = { waiting: 0, held: 0, given: 0, owedThere: 0, bad: 0, stopped: false }

it.concurrent.each(names)('asks %s for its lists, and for nobody by themselves', async (name) => {
  await using scene = await open(name)
  const { crowd, own, requests } = scene
  const participants = name === 'referralcandy' ? sharers : crowd.emails().length
  const withoutCode = crowd.emails().length - participants
  const first = await scene.run()
  expect(first).toEqual({ ...clean, participants, withoutCode, referrals: 16, known: 0, due: 16 })
  // Everybody twice, friends and rewards once, each list with an end; and to each code of ReferralCandy's belongs a call.
  const [people, friends, rewards] = crowd.pages
  const lists =
    2 * Math.ceil(crowd.emails().length / people) + Math.ceil(24 / friends) + Math.ceil(24 / rewards)
  expect(requests.length).toBeLessThanOrEqual(lists + 5 + (name === 'referralcandy' ? sharers : 0))

  // A friend comes while everything is read once more: now, or the next time, and once.
  let left = 1
  scene.meanwhile(() => void (left-- > 0 && crowd.addFriend()))
  const [second, third] = [await scene.run(), await scene.run()]
  expect([second.referrals + third.referrals, third.known + third.referrals]).toEqual([1, 17])
  expect([second.due + third.due, second.given + third.given]).toEqual([1, 0])
  expect(await scene.run()).toMatchObject({ ...clean, referrals: 0, known: 17, due: 0 })
  expect((await own.participant({ email: amy }))?.stats?.friends).toBe(3)
})

it.concurrent.each(['growsurf', 'referralcandy', 'tapfiliate'] as const)(
  'goes on with %s wherever it was stopped, and counts nothing twice',
  async (name) => {
    await using scene = await open(name)
    const { crowd, own } = scene
    let runs = 0
    const sums = { referrals: 0, due: 0, given: 0 }
    for (let stopped = true; stopped; runs++) {
      let asked = 0
      const done = await scene.run(() => ++asked > 3)
      sums.referrals += done.referrals
      sums.due += done.due
      sums.given += done.given
      ;({ stopped } = done)
    }
    expect(runs).toBeGreaterThan(2)
    expect(sums).toEqual({ referrals: 16, due: 16, given: 0 })
    const { referred } = await own.summary()
    expect([name, referred, crowd.counts().rewards]).toEqual([name, 16, 16])
  },
)

it.concurrent('asks for each person where the lists of everybody are too long', async () => {
  await using scene = await open('dub')
  const tooLong = () =>
    Promise.reject(new GoodwordError('unsupported', 'There are more than 10,000 of these.'))
  const done = await scene.run(undefined, { friends: tooLong, allRewards: tooLong })
  expect(done).toMatchObject({ ...clean, participants: sharers, referrals: 16, due: 16 })
})

it.concurrent('counts somebody once who moves to the next page while the list is read', async () => {
  await using scene = await open('dub')
  const { items } = await (await scene.connect()).people!()
  const people: VendorBackend['people'] = async (cursor) =>
    cursor === undefined ? { items: items.slice(0, 5), next: '2' } : { items: items.slice(3) }
  const done = await scene.run(undefined, { people })
  expect(done).toMatchObject({ ...clean, participants: sharers, referrals: 16, known: 0, due: 16 })
})
