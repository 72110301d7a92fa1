import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { createReferralcandySimulator } from '../../simulators/referralcandy.ts'
import { referralcandy } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'ReferralCandy',
    simulate(now) {
      const simulator = createReferralcandySimulator({ now })
      const { accessId, secretKey, purchases } = simulator
      return {
        simulator,
        connect: (url, options) =>
          referralcandy({ ...options, url: `${url}/api/v2`, accessId, secretKey, program: vendorProgram }),
        held: () => purchases.map((one) => one['external_reference_id']!),
      }
    },
  },
)
