import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { createReferralHeroSimulator } from '../../simulators/referralhero.ts'
import { referralhero } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'ReferralHero',
    orders: 20,
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
