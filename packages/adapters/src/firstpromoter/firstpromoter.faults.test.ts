import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { createFirstPromoterSimulator } from '../../simulators/firstpromoter.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { firstpromoter } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'FirstPromoter',
    simulate(now) {
      const simulator = createFirstPromoterSimulator({ now })
      const { apiKey, accountId, commissions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          firstpromoter({ ...options, apiKey, accountId, url: `${url}/api/v2`, program: vendorProgram }),
        held: () => commissions.map(({ event_id: order }) => order),
      }
    },
  },
)
