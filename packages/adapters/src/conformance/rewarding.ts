import assert from 'node:assert/strict'
import type { Reward } from '../backend.ts'
import type { ConformanceCase } from './scene.ts'

const told = (rewards: readonly Reward[]): string[] =>
  rewards.map((reward) => `${reward.incentive} ${reward.state}`).toSorted()

/** What is owed where the program file decides it. */
export const rewarding: readonly ConformanceCase[] = [
  {
    title: 'promises the referrer a reward, on hold until the order can no longer be returned',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, server, purchase, customer, rewards, now }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const at = now()
      await server(purchase({ code, at, customer: customer('Bo Larsen') }))
      const [reward, ...rest] = await rewards({ customer: amy.id })
      assert.deepEqual(rest, [])
      assert.deepEqual([reward!.state, reward!.money], ['pending', { amount: 1000, currency: 'USD' }])
      assert.deepEqual(reward!.reason, { code: 'on-hold', until: at + 14 * 86_400_000 })
      assert.equal(reward!.friend, 'Bo L.')
    },
  },
  {
    title: 'pays one order once, whoever repeats it and however often at once',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, server, purchase, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const { id: _, ...order } = purchase({ code, customer: customer() })
      await Promise.all(Array.from({ length: 16 }, () => server(purchase(order))))
      assert.deepEqual(told(await rewards({ customer: amy.id })), ['credit pending'])
    },
  },
  {
    title: 'pays the first order of a friend, not the second',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, server, purchase, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const bo = customer()
      await server(purchase({ code, customer: bo }), purchase({ code, customer: bo }))
      assert.deepEqual(told(await rewards({ customer: amy.id })), ['credit pending'])
    },
  },
  {
    title: 'takes a refunded order’s reward back before it was given, whichever arrives first',
    needs: ['rewards.byProgram', 'rewards', 'refunds', 'refunds.early'],
    async run({ backend, server, purchase, refund, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const [one, two] = [purchase({ code, customer: customer() }), purchase({ code, customer: customer() })]
      await server(one, refund({ order: one.order }))
      await server(refund({ order: two.order }))
      await server(two)
      const all = await rewards({ customer: amy.id })
      assert.deepEqual(
        all.filter((reward) => reward.state !== 'reversed'),
        [],
      )
    },
  },
  {
    title: 'keeps a partly refunded order’s fixed reward',
    needs: ['rewards.byProgram', 'rewards', 'refunds', 'refunds.partial'],
    async run({ backend, server, purchase, refund, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const order = purchase({ code, customer: customer() })
      await server(order, refund({ order: order.order, amount: 100, currency: 'USD' }))
      assert.deepEqual(told(await rewards({ customer: amy.id })), ['credit pending'])
    },
  },
  {
    title: 'reaches a milestone at its threshold, and shows the way there',
    needs: ['rewards.byProgram', 'rewards', 'milestones'],
    async run({ backend, server, purchase, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      for (const have of [1, 2]) {
        await server(purchase({ code, customer: customer() }))
        const [milestone] = (await backend.participant({ code }))!.milestones!
        assert.deepEqual([milestone!.have, milestone!.at, milestone!.reached], [have, 3, false])
      }
      assert.ok(!told(await rewards({ customer: amy.id })).includes('free-bag pending'))
      await server(purchase({ code, customer: customer() }))
      assert.ok(told(await rewards({ customer: amy.id })).includes('free-bag pending'))
      assert.equal((await backend.participant({ code }))!.milestones![0]!.reached, true)
    },
  },
  {
    title: 'gives the friend their side, coupon and all, once it is due',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, browser, signup, customer, rewards }) {
      const { code } = await backend.enrol(customer('Amy'))
      const bo = customer()
      await browser(signup({ code, customer: bo }))
      await backend.enrol(bo)
      const [reward] = await rewards({ customer: bo.id })
      assert.deepEqual([reward?.incentive, reward?.to, reward?.state], ['welcome', 'friend', 'due'])
      assert.deepEqual(reward?.give, { type: 'coupon', code: 'WELCOME10', amount: 1000 })
    },
  },
  {
    title: 'gives no reward for a direct customer',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, server, purchase, customer, rewards }) {
      const bo = customer()
      await server(purchase({ customer: bo }))
      await backend.enrol(bo)
      assert.deepEqual(await rewards({ customer: bo.id }), [])
    },
  },
  {
    title: 'lets a reward fall due when its hold ends, and be given once',
    needs: ['rewards.byProgram', 'rewards', 'rewards.fulfil', 'clock'],
    async run({ backend, server, purchase, customer, rewards, travel }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: customer() }))
      const [held] = await rewards({ customer: amy.id })
      await assert.rejects(backend.fulfil!(held!.id, 'Olive'), { code: 'not-due' })
      travel(15)
      assert.deepEqual(told(await rewards({ customer: amy.id })), ['credit due'])
      const [first, second] = await Promise.all([
        backend.fulfil!(held!.id, 'Olive'),
        backend.fulfil!(held!.id, 'Olive'),
      ])
      assert.deepEqual([first.state, second.state], ['granted', 'granted'])
      const { stats } = (await backend.participant({ code }))!
      assert.deepEqual(stats!.earned, [{ amount: 1000, currency: 'USD' }])
    },
  },
  {
    title: 'says that a reward is owed back when its order is refunded after it was given',
    needs: ['rewards.byProgram', 'rewards', 'rewards.fulfil', 'refunds', 'clock'],
    async run({ backend, server, purchase, refund, customer, rewards, travel }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const order = purchase({ code, customer: customer() })
      await server(order)
      travel(15)
      const [due] = await rewards({ customer: amy.id })
      await backend.fulfil!(due!.id, 'Olive')
      await server(refund({ order: order.order }))
      assert.deepEqual(told(await rewards({ customer: amy.id })), ['credit owed-back'])
    },
  },
]
