import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { createGrowsurfSimulator } from '../../simulators/growsurf.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { growsurf } from './index.ts'

for (const type of ['referral', 'affiliate'] as const) {
  describeFaults(
    { describe, it },
    {
      name: `GrowSurf, ${type} program`,
      simulate(now) {
        const simulator = createGrowsurfSimulator({
          now,
          type: type === 'affiliate' ? 'AFFILIATE' : 'REFERRAL',
        })
        const { key: apiKey, campaign, state } = simulator
        return {
          simulator,
          connect: (url, options) =>
            growsurf({ ...options, url: `${url}/v2`, apiKey, campaign, type, program: vendorProgram }),
          held: () =>
            type === 'affiliate'
              ? state.transactions.map(({ identifiers }) => identifiers['orderId']!)
              : state.triggered.map((friend) => friend.split('@')[0]!),
        }
      },
    },
  )
}
