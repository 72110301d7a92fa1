import { describe, it, vi } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { createReferralHeroSimulator } from '../../simulators/referralhero.ts'
import { referralhero } from './index.ts'

// An order under faults takes many tries, and a slow machine its time.
vi.setConfig({ testTimeout: process.env['FAULT_ORDERS'] ? 900_000 : 30_000 })

describeFaults(
  { describe, it },
  {
    name: 'ReferralHero',
    orders: 30,
    simulate(now) {
      const simulator = createReferralHeroSimulator({ now })
      const { token, list: campaign, conversions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          referralhero({ ...options, url: `${url}/api/v2`, token, campaign, program: vendorProgram }),
        held: () => conversions.map(({ transaction }) => transaction!),
      }
    },
  },
)
