import assert from 'node:assert/strict'
import { readPages } from './pages.ts'
import type { ConformanceCase } from './scene.ts'

/** Orders through a link, and the friends they make. */
export const friends: readonly ConformanceCase[] = [
  {
    title: 'binds a friend by the code on the order',
    needs: ['conversion', 'referrals'],
    async run({ backend, server, purchase, customer, referrals, keyOf }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const [receipt] = await server(purchase({ code, customer: customer('Bo Larsen') }))
      assert.equal(receipt!.status, 'accepted')
      assert.equal((await referrals(keyOf(amy))).length, 1)
    },
  },
  {
    title: 'lists one friend once, however often they order',
    needs: ['conversion', 'referrals'],
    async run({ backend, server, purchase, customer, referrals, keyOf }) {
      const [amy, bo] = [customer('Amy'), customer('Bo Larsen')]
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: bo }))
      await server(purchase({ code, customer: bo }))
      assert.equal((await referrals(keyOf(amy))).length, 1)
    },
  },
  {
    title: 'lists friends under whoever brought them, and under nobody else',
    needs: ['conversion', 'referrals'],
    async run({ backend, server, purchase, customer, referrals, keyOf }) {
      const [amy, cy] = [customer('Amy'), customer('Cy')]
      const [{ code }, other] = [await backend.enrol(amy), await backend.enrol(cy)]
      await server(purchase({ code, customer: customer() }), purchase({ code, customer: customer() }))
      await server(purchase({ code: other.code, customer: customer() }))
      assert.deepEqual([(await referrals(keyOf(amy))).length, (await referrals(keyOf(cy))).length], [2, 1])
    },
  },
  {
    title: 'shows a friend by their display name at most, and never by their e-mail',
    needs: ['conversion', 'referrals'],
    async run({ backend, server, purchase, customer, referrals, keyOf }) {
      const [amy, bo] = [customer('Amy'), customer('Bo Larsen')]
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: bo }))
      const list = await referrals(keyOf(amy))
      assert.ok(list[0]!.friend === undefined || list[0]!.friend === 'Bo L.', String(list[0]!.friend))
      assert.ok(!JSON.stringify(list).includes(bo.email))
    },
  },
  {
    title: 'counts a friend once their order counts',
    needs: ['referrals', 'ripe'],
    async run({ backend, server, purchase, customer, referrals, keyOf, ripen }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: customer() }))
      await ripen()
      assert.equal((await referrals(keyOf(amy)))[0]?.state, 'converted')
    },
  },
  {
    title: 'counts friends in the participant’s figures',
    needs: ['stats', 'ripe'],
    async run({ backend, server, purchase, customer, keyOf, ripen }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      for (const friend of [customer(), customer()]) await server(purchase({ code, customer: friend }))
      await ripen()
      assert.equal((await backend.participant(keyOf(amy)))?.stats?.friends, 2)
    },
  },
  {
    title: 'counts a friend whose order is still on hold',
    needs: ['stats', 'stats.held'],
    async run({ backend, server, purchase, customer, keyOf }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: customer() }))
      assert.equal((await backend.participant(keyOf(amy)))?.stats?.friends, 1)
    },
  },
  {
    title: 'takes a friend’s second order as well',
    needs: ['conversion.repeat'],
    async run({ backend, server, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const bo = customer()
      const [first] = await server(purchase({ code, customer: bo }))
      const [second] = await server(purchase({ code, customer: bo }))
      assert.deepEqual([first!.status, second!.status], ['accepted', 'accepted'])
    },
  },
  {
    title: 'says that a friend counts already, where they count once',
    needs: ['conversion.requiresFriend'],
    lacks: 'conversion.repeat',
    async run({ backend, server, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const bo = customer()
      const [first] = await server(purchase({ code, customer: bo }))
      const [second] = await server(purchase({ code, customer: bo }))
      assert.deepEqual([first!.status, second!.status], ['accepted', 'duplicate'])
    },
  },
  {
    title: 'says that it needs the friend’s e-mail',
    needs: ['conversion.requiresFriend'],
    async run({ backend, server, purchase, customer, fresh }) {
      const { code } = await backend.enrol(customer('Amy'))
      const [receipt] = await server(purchase({ code, customer: { id: fresh('c') } }))
      assert.deepEqual([receipt!.status, receipt!.reason], ['rejected', 'friend-email-missing'])
    },
  },
  {
    title: 'keeps an order that nobody brought, once',
    needs: ['conversion.direct'],
    async run({ server, purchase, customer }) {
      const { id: _, ...order } = purchase({ customer: customer() })
      const [first] = await server(purchase(order))
      const [second] = await server(purchase(order))
      assert.deepEqual([first!.status, second!.status], ['accepted', 'duplicate'])
    },
  },
  {
    title: 'accepts an order that nobody brought, kept or not',
    needs: [],
    async run({ server, purchase, customer }) {
      const [receipt] = await server(purchase({ customer: customer() }))
      assert.equal(receipt!.status, 'accepted')
    },
  },
  {
    title: 'lists a long history of friends page by page, each once, newest first',
    needs: ['referrals', 'ripe'],
    async run({ backend, server, purchase, customer, now, keyOf, ripen }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      for (let index = 0; index < 7; index++)
        await server(purchase({ code, at: now() - 7 + index, customer: customer() }))
      await ripen()
      const seen = await readPages(3, (page) => backend.referrals(keyOf(amy), page))
      assert.equal(seen.length, 7)
      assert.equal(new Set(seen.map(({ id }) => id)).size, 7)
      const times = seen.map(({ at = Number.MAX_SAFE_INTEGER }) => at)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      )
    },
  },
]
