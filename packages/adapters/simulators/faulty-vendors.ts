// Every vendor whose faults are tried, by its folder. For tests only; not published.
import { ambassador } from '../src/ambassador/index.ts'
import { dub } from '../src/dub/index.ts'
import { firstpromoter } from '../src/firstpromoter/index.ts'
import { growsurf } from '../src/growsurf/index.ts'
import { referralcandy } from '../src/referralcandy/index.ts'
import { referralhero } from '../src/referralhero/index.ts'
import { referralrock } from '../src/referralrock/index.ts'
import { tapfiliate } from '../src/tapfiliate/index.ts'
import { createAmbassadorSimulator } from './ambassador.ts'
import { createDubSimulator, withClicks } from './dub.ts'
import { createFirstPromoterSimulator } from './firstpromoter.ts'
import { createGrowsurfSimulator } from './growsurf.ts'
import { vendorProgram as program } from './orders.ts'
import { createReferralcandySimulator } from './referralcandy.ts'
import { createReferralHeroSimulator } from './referralhero.ts'
import { createReferralRockSimulator } from './referralrock.ts'
import { createTapfiliateSimulator } from './tapfiliate.ts'
import type { FaultyVendor } from './under-faults.ts'

const webhookSecret = 'a secret of webhooks'

const growsurfProgram = (type: 'referral' | 'affiliate'): FaultyVendor => ({
  name: `GrowSurf, ${type} program`,
  simulate(now) {
    const simulator = createGrowsurfSimulator({ now, type: type === 'affiliate' ? 'AFFILIATE' : 'REFERRAL' })
    const { key: apiKey, campaign, state } = simulator
    return {
      simulator,
      connect: (url, options) =>
        growsurf({ ...options, webhookSecret, url: `${url}/v2`, apiKey, campaign, type, program }),
      held: () =>
        type === 'affiliate'
          ? state.transactions.map(({ identifiers }) => identifiers['orderId']!)
          : state.triggered.map((friend) => friend.split('@')[0]!),
    }
  },
})

/** In the order in which vendors are listed; GrowSurf's two kinds of program are as two vendors. */
export const faultyVendors = {
  'growsurf-referral': growsurfProgram('referral'),
  'growsurf-affiliate': growsurfProgram('affiliate'),
  referralcandy: {
    name: 'ReferralCandy',
    simulate(now) {
      const simulator = createReferralcandySimulator({ now })
      const { accessId, secretKey, purchases } = simulator
      return {
        simulator,
        connect: (url, options) =>
          referralcandy({ ...options, url: `${url}/api/v2`, accessId, secretKey, program }),
        held: () => purchases.map((one) => one['external_reference_id']!),
      }
    },
  },
  referralhero: {
    name: 'ReferralHero',
    orders: 20,
    simulate(now) {
      const simulator = createReferralHeroSimulator({ now })
      const { token, list: campaign, conversions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          referralhero({ ...options, webhookSecret, url: `${url}/api/v2`, token, campaign, program }),
        held: () => conversions.map(({ transaction }) => transaction!),
      }
    },
  },
  referralrock: {
    name: 'Referral Rock',
    orders: 20,
    simulate(now) {
      const simulator = createReferralRockSimulator({ now })
      const { publicKey, privateKey, program: programId, referrals } = simulator
      const keys = { publicKey, privateKey, programId }
      return {
        simulator,
        connect: (url, options) => referralrock({ ...options, webhookSecret, ...keys, url, program }),
        held: () => referrals.map(({ externalIdentifier }) => externalIdentifier),
      }
    },
  },
  ambassador: {
    name: 'Ambassador',
    simulate(now) {
      const simulator = createAmbassadorSimulator({ now })
      const { username, token, campaign, commissions } = simulator
      const keys = { username, token, campaign }
      return {
        simulator,
        connect: (url, options) =>
          ambassador({ ...options, webhookSecret, ...keys, url: `${url}/api/v2`, program }),
        held: () => commissions.map(({ transaction }) => transaction),
      }
    },
  },
  firstpromoter: {
    name: 'FirstPromoter',
    simulate(now) {
      const simulator = createFirstPromoterSimulator({ now })
      const { apiKey, accountId, commissions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          firstpromoter({ ...options, webhookSecret, apiKey, accountId, url: `${url}/api/v2`, program }),
        held: () => commissions.map(({ event_id: order }) => order),
      }
    },
  },
  tapfiliate: {
    name: 'Tapfiliate',
    simulate(now) {
      const simulator = createTapfiliateSimulator({ now })
      const { apiKey, program: programId, conversions } = simulator
      return {
        simulator,
        connect: (url, options) => tapfiliate({ ...options, apiKey, programId, url: `${url}/1.6`, program }),
        held: () => conversions.map(({ external_id: order }) => order),
      }
    },
  },
  dub: {
    name: 'Dub',
    simulate(now) {
      const simulator = createDubSimulator({ now })
      const { apiKey, domain, commissions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          withClicks(dub({ ...options, webhookSecret, apiKey, domain, url, program }), simulator),
        held: () => commissions.map(({ invoiceId }) => invoiceId),
      }
    },
  },
} satisfies Readonly<Record<string, FaultyVendor>>
