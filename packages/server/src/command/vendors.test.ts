import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAmbassadorSimulator } from '../../../adapters/simulators/ambassador.ts'
import { createGrowsurfSimulator } from '../../../adapters/simulators/growsurf.ts'
import { conversionOf, vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import { createReferralcandySimulator } from '../../../adapters/simulators/referralcandy.ts'
import { createReferralHeroSimulator } from '../../../adapters/simulators/referralhero.ts'
import { createReferralRockSimulator } from '../../../adapters/simulators/referralrock.ts'
import { serveSimulator, type ServedSimulator, type Simulator } from '../../../adapters/simulators/serving.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { freshOrders } from '../transfer/fresh-orders.ts'
import { importVendor } from '../transfer/vendor-import.ts'
import { progressFile } from '../transfer/vendor-progress.ts'
import { openVendor, vendorNames } from './open-vendor.ts'

interface Place {
  readonly simulator: Simulator
  /** The variables that name its keys, with an address. */
  env(url: string): Record<string, string>
}

/** Every vendor that the command knows; `now` is its clock. */
const places: Readonly<Record<string, (now: () => number) => Place>> = {
  growsurf(now) {
    const simulator = createGrowsurfSimulator({ now })
    const { key: GROWSURF_API_KEY, campaign: GROWSURF_CAMPAIGN } = simulator
    return { simulator, env: (url) => ({ GROWSURF_API_KEY, GROWSURF_CAMPAIGN, GROWSURF_URL: `${url}/v2` }) }
  },
  referralcandy(now) {
    const simulator = createReferralcandySimulator({ now })
    const { accessId: REFERRALCANDY_ACCESS_ID, secretKey: REFERRALCANDY_SECRET_KEY } = simulator
    const keys = { REFERRALCANDY_ACCESS_ID, REFERRALCANDY_SECRET_KEY }
    return { simulator, env: (url) => ({ ...keys, REFERRALCANDY_URL: `${url}/api/v2` }) }
  },
  referralhero(now) {
    const simulator = createReferralHeroSimulator({ now })
    const { token: REFERRALHERO_TOKEN, list: REFERRALHERO_CAMPAIGN } = simulator
    const keys = { REFERRALHERO_TOKEN, REFERRALHERO_CAMPAIGN }
    return { simulator, env: (url) => ({ ...keys, REFERRALHERO_URL: `${url}/api/v2` }) }
  },
  referralrock(now) {
    const keys = { publicKey: 'rr_public_1', privateKey: 'rr_private_1', program: 'a1b2c3d4' }
    return {
      simulator: createReferralRockSimulator({ ...keys, now }),
      env: (url) => ({
        REFERRALROCK_PUBLIC_KEY: keys.publicKey,
        REFERRALROCK_PRIVATE_KEY: keys.privateKey,
        REFERRALROCK_PROGRAM: keys.program,
        REFERRALROCK_STATUS: 'approved',
        REFERRALROCK_URL: url,
      }),
    }
  },
  ambassador(now) {
    const keys = { username: 'juniper', token: 'mbsy_token_1', campaign: '25' }
    return {
      simulator: createAmbassadorSimulator({ ...keys, now }),
      env: (url) => ({
        AMBASSADOR_USERNAME: keys.username,
        AMBASSADOR_TOKEN: keys.token,
        AMBASSADOR_CAMPAIGN: keys.campaign,
        AMBASSADOR_URL: `${url}/api/v2`,
      }),
    }
  },
}

it('has a simulated one for each', () => {
  expect(Object.keys(places)).toEqual(vendorNames)
})

describe.each(vendorNames)('moving away from %s', { timeout: 20_000 }, (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-vendors-'))
  // Orders were a month ago, so that whatever has to wait has waited.
  let ago = 30 * 86_400_000
  let place: Place
  let server: ServedSimulator
  beforeEach(async () => {
    place = places[name]!(() => Date.now() - ago)
    server = await serveSimulator(place.simulator)
  })
  afterEach(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps the code that somebody had, and the friend whom they brought', async () => {
    const terminal = { env: place.env(server.url), complain: () => {} }
    const { backend: vendor } = await openVendor(name, program, terminal)
    const { code } = await vendor.enrol({ email: 'amy@example.com', name: 'Amy Winters' })
    const order = conversionOf('order-1', code, { at: Date.now() - ago })
    const [receipt] = await vendor.record([order], { source: 'server' })
    expect(receipt?.status).toBe('accepted')
    ago = 0
    const store = await openStore({ file: join(folder, 'goodword.db') })
    try {
      const own = sqlBackend({ store, program })
      const options = {
        name,
        vendor,
        own,
        program,
        conversion: 'purchase',
        progress: progressFile(join(folder, 'progress.json')),
        fresh: (since: number) => freshOrders(store.db, program.id, name, since),
        onProblem: (problem: string) => expect.fail(problem),
        onProgress: () => {},
        isStopped: () => false,
      }
      const done = await importVendor(options)
      expect({ name, ...done }).toMatchObject({ referrals: 1, bad: 0, owedThere: 0 })
      const amy = await own.participant({ code })
      expect([amy?.name, amy?.stats?.friends]).toEqual(['Amy Winters', 1])
      expect(await importVendor(options)).toMatchObject({ referrals: 0, known: 1, given: 0, due: 0 })
    } finally {
      await store.close()
    }
  })
})
