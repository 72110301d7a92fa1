import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { createTapfiliateSimulator } from '../../simulators/tapfiliate.ts'
import { tapfiliate } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'Tapfiliate',
    simulate(now) {
      const simulator = createTapfiliateSimulator({ now })
      const { apiKey, program: programId, conversions } = simulator
      return {
        simulator,
        connect: (url, options) =>
          tapfiliate({ ...options, apiKey, programId, url: `${url}/1.6`, program: vendorProgram }),
        held: () => conversions.map(({ external_id: order }) => order),
      }
    },
  },
)
