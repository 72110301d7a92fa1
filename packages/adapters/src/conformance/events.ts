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
    needs: ['events.remembered'],
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
    needs: ['visits'],
    async run({ browser, visit, fresh }) {
      assert.equal(told(await browser(visit({ code: fresh('later') }))), 'accepted')
    },
  },
  {
    title: 'holds a purchase on a browser’s word, and counts it once on the server’s',
    needs: ['conversion.unconfirmed', 'rewards.byProgram', 'referrals', 'rewards'],
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
    title: 'rejects what is more than 13 months old, or from the future',
    needs: [],
    async run({ browser, visit, now }) {
      const day = 86_400_000
      const old = await browser(visit({ at: now() - 397 * day }), visit({ at: now() - 395 * day }))
      assert.deepEqual(
        old.map(({ status, reason }) => (status === 'rejected' ? reason : status)),
        ['too-old', 'accepted'],
      )
      assert.match(old[0]!.detail ?? '', /at:/)
      const early = await browser(visit({ at: now() + 6 * 60_000 }), visit({ at: now() + 4 * 60_000 }))
      assert.deepEqual(
        early.map(({ status, reason }) => (status === 'rejected' ? reason : status)),
        ['from-the-future', 'accepted'],
      )
    },
  },
  {
    title: 'counts visits for the participant',
    needs: ['visits', 'stats.clicks'],
    async run({ backend, browser, visit, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      await browser(visit({ code }), visit({ code }))
      assert.equal((await backend.participant({ code }))?.stats?.visits, 2)
    },
  },
  {
    title: 'counts shares for the participant',
    needs: ['visits', 'stats.shares'],
    async run({ backend, browser, customer, fresh, now }) {
      const { code } = await backend.enrol(customer('Amy'))
      await browser({ id: fresh('ev'), at: now(), type: 'share', channel: 'x', code })
      assert.equal((await backend.participant({ code }))?.stats?.shares, 1)
    },
  },
  {
    title: 'takes every kind of event that there is',
    needs: [],
    async run({ browser, fresh, now, visit }) {
      const base = () => ({ id: fresh('ev'), at: now() })
      const receipts = await browser(
        visit({}),
        { ...base(), type: 'share', channel: 'whatsapp' },
        { ...base(), type: 'moment', name: 'renewal' },
        { ...base(), type: 'exposure', experiment: 'button', variant: 'b' },
        { ...base(), type: 'feedback', score: 9 },
      )
      assert.deepEqual(statuses(receipts), Array(5).fill('accepted'))
    },
  },
]
