import assert from 'node:assert/strict'
import type { ConformanceCase } from './scene.ts'

const day = 86_400_000

/** Who brought whom, where the backend finds it out by itself. */
export const attribution: readonly ConformanceCase[] = [
  {
    title: 'binds a friend by the visit of the same browser',
    needs: ['attribution', 'referrals'],
    async run({ backend, browser, server, visit, purchase, customer, fresh, now, referrals }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const visitor = fresh('v')
      await browser(visit({ code, visitor, at: now() - 1000 }))
      await server(purchase({ visitor, customer: customer('Bo Larsen') }))
      assert.deepEqual(
        (await referrals({ customer: amy.id })).map((referral) => referral.friend),
        ['Bo L.'],
      )
    },
  },
  {
    title: 'binds the same when the order arrives before the visit',
    needs: ['attribution', 'referrals'],
    async run({ backend, browser, server, visit, purchase, customer, fresh, now, referrals }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const visitor = fresh('v')
      await server(purchase({ visitor, customer: customer() }))
      await browser(visit({ code, visitor, at: now() - 60_000 }))
      assert.equal((await referrals({ customer: amy.id })).length, 1)
    },
  },
  {
    title: 'binds to the last of two referrers, and to nobody after the window',
    needs: ['attribution', 'referrals'],
    async run({ backend, browser, server, visit, purchase, customer, fresh, now, referrals }) {
      const [amy, cy, old] = [customer('Amy'), customer('Cy'), customer('Old')]
      const codes = await Promise.all([amy, cy, old].map(async (who) => (await backend.enrol(who)).code))
      const visitor = fresh('v')
      await browser(
        visit({ code: codes[1]!, visitor, at: now() - 1 * day }),
        visit({ code: codes[0]!, visitor, at: now() - 2 * day }),
        visit({ code: codes[2]!, visitor: `${visitor}x`, at: now() - 31 * day }),
      )
      await server(
        purchase({ visitor, customer: customer() }),
        purchase({ visitor: `${visitor}x`, customer: customer() }),
      )
      const found = await Promise.all(
        [amy, cy, old].map(async (who) => (await referrals({ customer: who.id })).length),
      )
      assert.deepEqual(found, [0, 1, 0])
    },
  },
  {
    title: 'follows the bond for later orders that carry the customer’s id alone',
    needs: ['attribution', 'referrals', 'stats'],
    async run({ backend, server, purchase, customer, referrals }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const bo = customer()
      await server(purchase({ code, customer: bo }))
      await server(purchase({ customer: { id: bo.id } }))
      assert.equal((await referrals({ customer: amy.id })).length, 1)
      assert.equal((await backend.participant({ code }))?.stats?.friends, 1)
    },
  },
  {
    title: 'lets nobody refer themselves, by id or by e-mail',
    needs: ['attribution', 'referrals', 'rewards'],
    async run({ backend, server, purchase, customer, referrals, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await server(
        purchase({ code, customer: { id: amy.id } }),
        purchase({ code, customer: { email: amy.email } }),
      )
      assert.equal((await referrals({ customer: amy.id })).length, 0)
      assert.equal((await rewards({ customer: amy.id })).length, 0)
    },
  },
]
