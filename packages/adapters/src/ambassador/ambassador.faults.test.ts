import { describe, it } from 'vitest'
import { createAmbassadorSimulator } from '../../simulators/ambassador.ts'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { ambassador } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'Ambassador',
    simulate(now) {
      const simulator = createAmbassadorSimulator({ now })
      const { username, token, campaign, commissions } = simulator
      const keys = { username, token, campaign }
      return {
        simulator,
        connect: (url, options) =>
          ambassador({ ...options, ...keys, url: `${url}/api/v2`, program: vendorProgram }),
        held: () => commissions.map(({ transaction }) => transaction),
      }
    },
  },
)
