// The backends of the matrix: ours in memory, over SQLite and over HTTP, and every vendor over its simulator.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ambassador } from '../packages/adapters/src/ambassador/index.ts'
import { dub } from '../packages/adapters/src/dub/index.ts'
import { firstpromoter } from '../packages/adapters/src/firstpromoter/index.ts'
import { growsurf } from '../packages/adapters/src/growsurf/index.ts'
import { httpBackend } from '../packages/adapters/src/http.ts'
import type { Subject } from '../packages/adapters/src/conformance/index.ts'
import { memoryBackend } from '../packages/adapters/src/memory.ts'
import { referralcandy } from '../packages/adapters/src/referralcandy/index.ts'
import { referralhero } from '../packages/adapters/src/referralhero/index.ts'
import { referralrock } from '../packages/adapters/src/referralrock/index.ts'
import { tapfiliate } from '../packages/adapters/src/tapfiliate/index.ts'
import type { VendorBackend } from '../packages/adapters/src/vendor/vendor-backend.ts'
import { createAmbassadorSimulator } from '../packages/adapters/simulators/ambassador.ts'
import { createDubSimulator, withClicks } from '../packages/adapters/simulators/dub.ts'
import { createFirstPromoterSimulator } from '../packages/adapters/simulators/firstpromoter.ts'
import { createGrowsurfSimulator } from '../packages/adapters/simulators/growsurf.ts'
import { vendorProgram as program } from '../packages/adapters/simulators/orders.ts'
import { createReferralcandySimulator } from '../packages/adapters/simulators/referralcandy.ts'
import { createReferralHeroSimulator } from '../packages/adapters/simulators/referralhero.ts'
import { createReferralRockSimulator } from '../packages/adapters/simulators/referralrock.ts'
import { serveSimulator, type Simulator } from '../packages/adapters/simulators/serving.ts'
import { createTapfiliateSimulator } from '../packages/adapters/simulators/tapfiliate.ts'
import { sqlBackend } from '../packages/server/src/backend/sql-backend.ts'
import { serve } from '../packages/server/src/serve.ts'
import { openStore } from '../packages/server/src/store/store.ts'

/** A backend that runs, until it is closed. */
export interface OpenBackend {
  readonly subject: Subject
  close(): Promise<void>
}

type Connect = (url: string, now: () => number) => VendorBackend

/** A simulator on a port, and its vendor's adapter. */
async function simulated(
  make: (now: () => number) => { simulator: Simulator; connect: Connect },
): Promise<OpenBackend> {
  const { now, travel } = createTime()
  const { simulator, connect } = make(now)
  const { url, close } = await serveSimulator(simulator)
  return { subject: { backend: connect(url, now), now, travel }, close }
}

function createTime() {
  let ahead = 0
  return { now: () => Date.now() + ahead, travel: (milliseconds: number) => void (ahead += milliseconds) }
}

const webhookSecret = 'a secret of a webhook'
const usual = { program, retryDelay: 1 }

/** In the order of the table. */
export const backends: Readonly<Record<string, () => Promise<OpenBackend>>> = {
  async memory() {
    const { now, travel } = createTime()
    return { subject: { backend: memoryBackend({ program, now }), now, travel }, close: async () => {} }
  },
  async SQL() {
    const { now, travel } = createTime()
    const store = await openStore({ file: ':memory:' })
    const backend = sqlBackend({ store, program, now })
    return { subject: { backend, now, travel }, close: () => store.close() }
  },
  async HTTP() {
    const { now, travel } = createTime()
    const data = mkdtempSync(join(tmpdir(), 'goodword-conformance-'))
    const secret = 'gw_sk_0123456789abcdef0123'
    const keys = { [program.id]: { secrets: [secret] } }
    const server = await serve({ programs: [program], port: 0, data, env: {}, now, keys, limits: false })
    const at = { url: server.url, program: program.id }
    const visitor = httpBackend(at)
    const backend = httpBackend({ ...at, key: secret })
    await backend.program()
    const close = async () => {
      await server.close()
      rmSync(data, { recursive: true })
    }
    return { subject: { backend, now, travel, browser: (events) => visitor.record(events) }, close }
  },
  GrowSurf: () =>
    simulated((now) => {
      const simulator = createGrowsurfSimulator({ now, manualApproval: true })
      const keys = {
        apiKey: simulator.key,
        campaign: simulator.campaign,
        webhookSecret,
        inviteSubject: 'Coffee?',
      }
      return { simulator, connect: (url, now) => growsurf({ ...usual, ...keys, now, url: `${url}/v2` }) }
    }),
  ReferralCandy: () =>
    simulated((now) => {
      const simulator = createReferralcandySimulator({ now })
      const { accessId, secretKey } = simulator
      return {
        simulator,
        connect: (url, now) => referralcandy({ ...usual, accessId, secretKey, now, url: `${url}/api/v2` }),
      }
    }),
  ReferralHero: () =>
    simulated((now) => {
      const simulator = createReferralHeroSimulator({ now })
      const keys = { token: simulator.token, campaign: simulator.list, webhookSecret }
      return {
        simulator,
        connect: (url, now) => referralhero({ ...usual, ...keys, now, url: `${url}/api/v2` }),
      }
    }),
  'Referral Rock': () =>
    simulated((now) => {
      const simulator = createReferralRockSimulator({ now })
      const { publicKey, privateKey, program: programId } = simulator
      const keys = { publicKey, privateKey, programId, webhookSecret }
      return {
        simulator,
        connect: (url, now) => referralrock({ ...usual, ...keys, status: 'approved', now, url }),
      }
    }),
  Ambassador: () =>
    simulated((now) => {
      const simulator = createAmbassadorSimulator({ now })
      const { username, token, campaign } = simulator
      const keys = { username, token, campaign, webhookSecret }
      return {
        simulator,
        connect: (url, now) => ambassador({ ...usual, ...keys, now, url: `${url}/api/v2` }),
      }
    }),
  FirstPromoter: () =>
    simulated((now) => {
      const simulator = createFirstPromoterSimulator({ now })
      const { apiKey, accountId } = simulator
      const keys = { apiKey, accountId, webhookSecret }
      return {
        simulator,
        connect: (url, now) => firstpromoter({ ...usual, ...keys, now, url: `${url}/api/v2` }),
      }
    }),
  Tapfiliate: () =>
    simulated((now) => {
      const simulator = createTapfiliateSimulator({ now })
      const { apiKey, program: programId } = simulator
      return {
        simulator,
        connect: (url, now) => tapfiliate({ ...usual, apiKey, programId, now, url: `${url}/1.6` }),
      }
    }),
  Dub: () =>
    simulated((now) => {
      const simulator = createDubSimulator({ now })
      const { apiKey, domain } = simulator
      return {
        simulator,
        connect: (url, now) =>
          withClicks(dub({ ...usual, apiKey, domain, webhookSecret, now, url }), simulator),
      }
    }),
}
