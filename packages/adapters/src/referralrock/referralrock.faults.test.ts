import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { vendorProgram } from '../../simulators/orders.ts'
import { createReferralRockSimulator } from '../../simulators/referralrock.ts'
import { referralrock } from './index.ts'

describeFaults(
  { describe, it },
  {
    name: 'Referral Rock',
    orders: 20,
    simulate(now) {
      const simulator = createReferralRockSimulator({ now })
      const { publicKey, privateKey, program: programId, referrals } = simulator
      const keys = { publicKey, privateKey, programId }
      return {
        simulator,
        connect: (url, options) => referralrock({ ...options, ...keys, url, program: vendorProgram }),
        held: () => referrals.map(({ externalIdentifier }) => externalIdentifier),
      }
    },
  },
)
