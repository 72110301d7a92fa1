import { describe, it } from 'vitest'
import { describeFaults } from '../../simulators/fault-suite.ts'
import { faultyVendors } from '../../simulators/faulty-vendors.ts'

describeFaults({ describe, it }, faultyVendors.referralhero)
