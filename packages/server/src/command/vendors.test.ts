import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conversionOf, vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import {
  simulatedVendors,
  startVendor,
  type RunningVendor,
  type VendorName,
} from '../../../adapters/simulators/vendors.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { freshOrders } from '../transfer/fresh-orders.ts'
import { importVendor } from '../transfer/vendor-import.ts'
import { progressFile } from '../transfer/vendor-progress.ts'
import { openVendor, vendorNames } from './open-vendor.ts'

it('has a simulated one for each', () => {
  expect(Object.keys(simulatedVendors)).toEqual(vendorNames)
})

describe.each(Object.keys(simulatedVendors) as VendorName[])(
  'moving away from %s',
  { timeout: 20_000 },
  (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'goodword-vendors-'))
    // Orders were a month ago, so that whatever has to wait has waited.
    let ago = 30 * 86_400_000
    let there: RunningVendor
    beforeEach(async () => void (there = await startVendor(name, () => Date.now() - ago)))
    afterEach(async () => {
      await there.close()
      rmSync(folder, { recursive: true, force: true })
    })

    it('keeps the code that somebody had, and the friend whom they brought', async () => {
      const terminal = { env: there.settings, complain: () => {} }
      const { backend: vendor } = await openVendor(name, program, terminal)
      const { code } = await vendor.enrol({ email: 'amy@example.com', name: 'Amy Winters' })
      const order = conversionOf('order-1', there.follow?.(code) ?? code, { at: Date.now() - ago })
      const [receipt] = await vendor.record([order], { source: 'server' })
      expect(receipt?.status).toBe('accepted')
      ago = 0
      const store = await openStore({ file: join(folder, 'goodword.db') })
      try {
        const own = sqlBackend({ store, program })
        const options = {
          name,
          vendor,
          own,
          program,
          conversion: 'purchase',
          progress: progressFile(join(folder, 'progress.json')),
          fresh: (since: number) => freshOrders(store.db, program.id, name, since),
          onProblem: (problem: string) => expect.fail(problem),
          onProgress: () => {},
          isStopped: () => false,
        }
        const done = await importVendor(options)
        expect({ name, ...done }).toMatchObject({ referrals: 1, bad: 0, owedThere: 0 })
        const amy = await own.participant({ code })
        expect([amy?.name, amy?.stats?.friends]).toEqual(['Amy Winters', 1])
        expect(await importVendor(options)).toMatchObject({ referrals: 0, known: 1, given: 0, due: 0 })
      } finally {
        await store.close()
      }
    })
  },
)
