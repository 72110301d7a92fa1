import assert from 'node:assert/strict'
import type { ConformanceCase } from './scene.ts'

/** Orders that come back. */
export const refunds: readonly ConformanceCase[] = [
  {
    title: 'takes a refund from a server only',
    needs: [],
    async run({ browser, refund, fresh, customer }) {
      const [receipt] = await browser(refund({ order: fresh('order'), customer: customer() }))
      assert.deepEqual([receipt!.status, receipt!.reason], ['rejected', 'refund-needs-key'])
    },
  },
  {
    title: 'refuses the refund of a conversion that the program does not have',
    needs: [],
    async run({ server, refund, fresh, customer }) {
      const [receipt] = await server(
        refund({ order: fresh('order'), name: 'purhcase', customer: customer() }),
      )
      assert.deepEqual([receipt!.status, receipt!.reason], ['rejected', 'conversion-unknown'])
    },
  },
  {
    title: 'says so where it takes no refunds',
    needs: [],
    lacks: 'refunds',
    async run({ server, refund, fresh, customer }) {
      const [receipt] = await server(refund({ order: fresh('order'), customer: customer() }))
      assert.deepEqual([receipt!.status, receipt!.reason], ['rejected', 'refund-unsupported'])
    },
  },
  {
    title: 'takes an order back',
    needs: ['refunds'],
    async run({ backend, server, purchase, refund, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const bo = customer()
      const order = purchase({ code, customer: bo })
      await server(order)
      const [receipt] = await server(refund({ order: order.order, customer: bo }))
      assert.equal(receipt!.status, 'accepted')
    },
  },
  {
    title: 'counts no friend whose order came back',
    needs: ['refunds', 'stats.refunds', 'ripe'],
    async run({ backend, server, purchase, refund, customer, keyOf, ripen }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const [bo, cy] = [customer('Bo'), customer('Cy')]
      const [one, two] = [purchase({ code, customer: bo }), purchase({ code, customer: cy })]
      await server(one, two)
      await server(refund({ order: one.order, customer: bo }))
      await ripen()
      assert.equal((await backend.participant(keyOf(amy)))?.stats?.friends, 1)
    },
  },
  {
    title: 'takes an order back once, however often it is told',
    needs: ['refunds', 'stats.refunds', 'ripe'],
    async run({ backend, server, purchase, refund, customer, keyOf, ripen }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const [bo, cy] = [customer('Bo'), customer('Cy')]
      const [one, two] = [purchase({ code, customer: bo }), purchase({ code, customer: cy })]
      await server(one, two)
      for (let time = 0; time < 3; time++) await server(refund({ order: one.order, customer: bo }))
      await ripen()
      assert.equal((await backend.participant(keyOf(amy)))?.stats?.friends, 1)
    },
  },
  {
    title: 'shows a friend whose order came back as refunded',
    needs: ['rewards.byProgram', 'refunds', 'referrals'],
    async run({ backend, server, purchase, refund, customer, referrals, keyOf }) {
      const [amy, bo] = [customer('Amy'), customer('Bo')]
      const { code } = await backend.enrol(amy)
      const order = purchase({ code, customer: bo })
      await server(order)
      await server(refund({ order: order.order, customer: bo }))
      assert.equal((await referrals(keyOf(amy)))[0]?.state, 'refunded')
    },
  },
  {
    title: 'takes a part of an order back, and keeps the friend',
    needs: ['refunds.partial', 'referrals'],
    async run({ backend, server, purchase, refund, customer, referrals, keyOf }) {
      const [amy, bo] = [customer('Amy'), customer('Bo')]
      const { code } = await backend.enrol(amy)
      const order = purchase({ code, customer: bo })
      await server(order)
      const [receipt] = await server(
        refund({ order: order.order, amount: 100, currency: 'USD', customer: bo }),
      )
      assert.equal(receipt!.status, 'accepted')
      assert.equal((await referrals(keyOf(amy))).length, 1)
    },
  },
  {
    title: 'takes a refund that arrives before its order',
    needs: ['refunds.early'],
    async run({ backend, server, purchase, refund, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const order = purchase({ code, customer: customer() })
      const [early] = await server(refund({ order: order.order }))
      const [late] = await server(order)
      assert.deepEqual([early!.status, late!.status], ['accepted', 'accepted'])
    },
  },
]
