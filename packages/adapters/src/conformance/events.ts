import assert from 'node:assert/strict'
import type { Receipt, ReferralEvent } from '@goodword/program'
import type { ConformanceCase } from './scene.ts'

const statuses = (receipts: readonly Receipt[]): string[] => receipts.map((receipt) => receipt.status)
const told = ([receipt]: readonly Receipt[]): string => `${receipt?.status} ${receipt?.reason ?? ''}`.trim()

/** Taking events in. */
export const events: readonly ConformanceCase[] = [
  {
    title: 'answers every event, in order',
    needs: [],
    async run({ server, visit, purchase, customer }) {
      const sent = [visit({ visitor: 'v_abcd1234' }), purchase({ customer: customer() }), visit({})]
      const receipts = await server(...sent)
      assert.deepEqual(
        receipts.map((receipt) => receipt.id),
        sent.map((event) => event.id),
      )
      assert.deepEqual(statuses(receipts), ['accepted', 'accepted', 'accepted'])
    },
  },
  {
    title: 'takes an event once by its id, in one batch, in two, or at the same time',
    needs: [],
    async run({ browser, visit }) {
      const event = visit({ visitor: 'v_abcd1234' })
      assert.deepEqual(statuses(await browser(event, event)), ['accepted', 'duplicate'])
      const rest = await Promise.all(Array.from({ length: 8 }, () => browser(event)))
      assert.deepEqual(statuses(rest.flat()), Array(8).fill('duplicate'))
    },
  },
  {
    title: 'rejects a bad event alone',
    needs: [],
    async run({ browser, visit, fresh, now }) {
      const bad = { id: fresh('ev'), at: now(), type: 'visit' } as ReferralEvent
      const receipts = await browser(visit({}), bad, visit({}))
      assert.deepEqual(statuses(receipts), ['accepted', 'rejected', 'accepted'])
      assert.equal(receipts[1]!.reason, 'event-invalid')
    },
  },
  {
    title: 'rejects a conversion that the program does not have',
    needs: [],
    async run({ server, purchase, customer }) {
      const receipts = await server(purchase({ name: 'purhcase', customer: customer() }))
      assert.equal(told(receipts), 'rejected conversion-unknown')
      assert.match(receipts[0]!.detail ?? '', /purchase/)
    },
  },
  {
    title: 'rejects a value conversion without an amount, or in another currency',
    needs: [],
    async run({ server, purchase, customer }) {
      const { amount: _, ...without } = purchase({ customer: customer() })
      assert.equal(told(await server(without)), 'rejected amount-missing')
      assert.equal(
        told(await server(purchase({ currency: 'EUR', customer: customer() }))),
        'rejected currency-mismatch',
      )
    },
  },
  {
    title: 'accepts a code that nobody owns yet',
    needs: [],
    async run({ browser, visit, fresh }) {
      assert.equal(told(await browser(visit({ code: fresh('later') }))), 'accepted')
    },
  },
  {
    title: 'holds a purchase on a browser’s word, and counts it once on the server’s',
    needs: ['referrals', 'rewards'],
    async run({ backend, browser, server, purchase, customer, referrals, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const order = purchase({ code, customer: customer() })
      assert.equal(told(await browser(order)), 'held unconfirmed')
      assert.deepEqual(
        (await referrals({ customer: amy.id })).map((referral) => referral.state),
        ['held'],
      )
      const { id: _, ...facts } = order
      assert.equal(told(await server(purchase(facts))), 'accepted')
      assert.deepEqual(
        (await referrals({ customer: amy.id })).map((referral) => referral.state),
        ['converted'],
      )
      assert.equal((await rewards({ customer: amy.id })).length, 1)
    },
  },
  {
    title: 'tells a second report of an order from the first, whoever sends it',
    needs: [],
    async run({ browser, server, purchase, customer }) {
      const order = purchase({ customer: customer() })
      const { id: _, ...facts } = order
      assert.equal(told(await server(order)), 'accepted')
      assert.equal(told(await server(purchase({ ...facts, amount: 9900 }))), 'duplicate order-known')
      assert.equal(told(await browser(purchase(facts))), 'duplicate order-known')
    },
  },
  {
    title: 'rejects what is more than 13 months old, or from the future',
    needs: [],
    async run({ browser, visit, now }) {
      const day = 86_400_000
      const old = await browser(visit({ at: now() - 397 * day }), visit({ at: now() - 395 * day }))
      assert.deepEqual(
        old.map(({ status, reason }) => reason ?? status),
        ['too-old', 'accepted'],
      )
      assert.match(old[0]!.detail ?? '', /at:/)
      const early = await browser(visit({ at: now() + 6 * 60_000 }), visit({ at: now() + 4 * 60_000 }))
      assert.deepEqual(
        early.map(({ status, reason }) => reason ?? status),
        ['from-the-future', 'accepted'],
      )
    },
  },
  {
    title: 'takes a refund from a server only',
    needs: ['refunds'],
    async run({ browser, refund, fresh }) {
      assert.equal(told(await browser(refund({ order: fresh('order') }))), 'rejected refund-needs-key')
    },
  },
  {
    title: 'counts visits and shares for the participant',
    needs: ['stats'],
    async run({ backend, browser, visit, customer, fresh, now }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await browser(visit({ code }), visit({ code }), {
        id: fresh('ev'),
        at: now(),
        type: 'share',
        channel: 'x',
        code,
      })
      const { stats } = (await backend.participant({ code }))!
      assert.deepEqual([stats?.visits, stats?.shares], [2, 1])
    },
  },
]
