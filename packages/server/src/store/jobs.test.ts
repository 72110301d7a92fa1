import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Context } from '../backend/context.ts'
import { shop } from '../backend/shop.fixture.ts'
import type { Job } from '../jobs/job.ts'
import { claim, leaseLife, release, runningJobs } from '../jobs/lease.ts'
import { startJobs } from '../jobs/run-jobs.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Two servers on one database. */
describe.each(databases)('jobs on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  let programs = 0
  beforeAll(async () => {
    database = await create()
    stores = await Promise.all([0, 1].map(() => openStore(database.location)))
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })
  /** Two servers' view of a program of its own. */
  const twoServers = (now: () => number): Context[] => {
    const program = { ...shop, id: `jobs-${++programs}` }
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
    return stores.map((store) => ({ store, program, publicUrl: undefined, now, random }))
  }

  it('runs a job in one server at a time, and not before its time', async () => {
    const contexts = twoServers(Date.now)
    let [atOnce, most, runs] = [0, 0, 0]
    const job: Job = {
      name: 'count',
      every: 50,
      async run() {
        most = Math.max(most, ++atOnce)
        await wait(20)
        atOnce--
        return ++runs % 3 !== 0
      },
    }
    const started = Date.now()
    const stops = [...contexts, ...contexts].map((context) => startJobs(context, [job], { random: () => 0 }))
    await wait(600)
    await Promise.all(stops.map((stop) => stop()))
    const spent = Date.now() - started
    expect(most).toBe(1)
    expect(runs).toBeGreaterThanOrEqual(3)
    expect(runs / 3).toBeLessThanOrEqual(spent / 110 + 1)
    const after = runs
    await wait(100)
    expect(runs).toBe(after)
  })

  it('leaves a job to the server that has it, until that was not heard of for its time', async () => {
    let now = 1_700_000_000_000
    const [here, there] = twoServers(() => now) as [Context, Context]
    const job = { name: 'job', every: 1000 }
    expect(await claim(here, job, 'one')).toBe(true)
    expect(await claim(there, job, 'two')).toBe(false)
    expect(await runningJobs(there)).toEqual(['job'])
    now += leaseLife
    expect(await claim(there, job, 'two')).toBe(false)
    now += 1
    expect(await claim(there, job, 'two')).toBe(true)
    expect(await claim(here, job, 'one')).toBe(false)
    await release(here, 'job', 'one')
    expect(await runningJobs(here)).toEqual(['job'])
    await release(there, 'job', 'two')
    expect(await runningJobs(here)).toEqual([])
    now += 999
    expect(await claim(here, job, 'one')).toBe(false)
    now += 1
    expect(await claim(here, job, 'one')).toBe(true)
  })

  it('keeps a job for as long as it runs, and waits for it when it is stopped', async () => {
    const started = Date.now()
    const now = () => started + (Date.now() - started) * 50
    const [here, there] = twoServers(now) as [Context, Context]
    const setTimer = (work: () => void, milliseconds: number) => {
      const timer = setTimeout(work, milliseconds / 50)
      return () => clearTimeout(timer)
    }
    let [begun, ended] = [0, 0]
    const long: Job = {
      name: 'long',
      every: 100,
      async run() {
        begun++
        // Twice the life of a lease.
        await wait((2 * leaseLife) / 50)
        ended++
        return false
      },
    }
    const stops = [here, there].map((context) => startJobs(context, [long], { random: () => 0, setTimer }))
    await wait(leaseLife / 50 + 300)
    expect([begun, ended]).toEqual([1, 0])
    await Promise.all(stops.map((stop) => stop()))
    expect([begun, ended]).toEqual([1, 1])
  })

  it('tells of a job that failed, and tries again at its next time', async () => {
    const [context] = twoServers(Date.now) as [Context]
    const errors: unknown[] = []
    let runs = 0
    const job: Job = {
      name: 'fails',
      every: 10,
      async run() {
        if (++runs === 1) throw new Error('once')
        return false
      },
    }
    const stop = startJobs(context, [job], {
      random: () => 0,
      onError: (error, name) => errors.push([error, name]),
    })
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(2), 5000)
    await stop()
    expect(errors).toEqual([[new Error('once'), 'fails']])
    expect(runs).toBeGreaterThanOrEqual(2)
  })
})
