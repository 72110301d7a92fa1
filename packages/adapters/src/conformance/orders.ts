import assert from 'node:assert/strict'
import type { Receipt } from '@goodword/program'
import type { ConformanceCase, Scene } from './scene.ts'

const told = (receipt: Receipt | undefined): string => `${receipt?.status} ${receipt?.reason ?? ''}`.trim()

/** Sends one order twice, under two event ids. */
async function twice(scene: Scene, order: string): Promise<void> {
  const { backend, server, purchase, customer } = scene
  const { code } = await backend.enrol(customer('Amy'))
  const { id: _, ...facts } = purchase({ code, customer: customer(), order })
  assert.equal(told((await server(purchase(facts)))[0]), 'accepted')
  assert.equal(told((await server(purchase(facts)))[0]), 'duplicate order-known')
}

/** Orders as shops number them, and as nobody should. */
const numbers: readonly (readonly [what: string, order: (fresh: string) => string])[] = [
  ['a plain number', (fresh) => fresh],
  ['slashes and a question mark', (fresh) => `2026/11/${fresh}?x=1&y=2#z`],
  ['quotes and a semicolon', (fresh) => `${fresh}'; drop table "orders"; --`],
  ['letters of other scripts', (fresh) => `订单-${fresh}-ñ`],
  ['180 characters', (fresh) => fresh.padEnd(180, 'x')],
]

/** One order is one conversion. */
export const orders: readonly ConformanceCase[] = [
  ...numbers.map(([what, order]): ConformanceCase => ({
    title: `tells a second report of an order from the first: ${what}`,
    needs: ['conversion.idempotent'],
    run: (scene) => twice(scene, order(scene.fresh('order'))),
  })),
  {
    title: 'keeps the first report’s amount',
    needs: ['conversion.idempotent'],
    async run({ backend, server, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const { id: _, ...facts } = purchase({ code, customer: customer() })
      await server(purchase(facts))
      assert.equal(told((await server(purchase({ ...facts, amount: 9900 })))[0]), 'duplicate order-known')
    },
  },
  {
    title: 'takes an order once of two in one batch',
    needs: ['conversion.idempotent'],
    async run({ backend, server, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const { id: _, ...facts } = purchase({ code, customer: customer() })
      const receipts = await server(purchase(facts), purchase(facts))
      assert.deepEqual(receipts.map(told), ['accepted', 'duplicate order-known'])
    },
  },
  {
    title: 'takes an order once of sixteen at the same time',
    needs: ['conversion.idempotent', 'referrals'],
    async run({ backend, server, purchase, customer, referrals, keyOf }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      const { id: _, ...facts } = purchase({ code, customer: customer() })
      const all = await Promise.all(Array.from({ length: 16 }, () => server(purchase(facts))))
      assert.equal(all.flat().filter(({ status }) => status === 'accepted').length, 1)
      assert.equal((await referrals(keyOf(amy))).length, 1)
    },
  },
  {
    title: 'holds an order on a browser’s word alone',
    needs: [],
    async run({ backend, browser, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const [receipt] = await browser(purchase({ code, customer: customer() }))
      assert.equal(told(receipt), 'held unconfirmed')
    },
  },
  {
    title: 'brings nobody a friend by a browser’s word alone',
    needs: ['referrals'],
    async run({ backend, browser, purchase, customer, referrals, keyOf }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await browser(purchase({ code, customer: customer() }))
      const list = await referrals(keyOf(amy))
      assert.deepEqual(
        list.filter(({ state }) => state === 'converted'),
        [],
      )
    },
  },
  {
    title: 'counts an order on the server’s word, after a browser’s',
    needs: ['conversion.idempotent'],
    async run({ backend, browser, server, purchase, customer }) {
      const { code } = await backend.enrol(customer('Amy'))
      const { id: _, ...facts } = purchase({ code, customer: customer() })
      await browser(purchase(facts))
      assert.equal(told((await server(purchase(facts)))[0]), 'accepted')
      assert.equal(told((await server(purchase(facts)))[0]), 'duplicate order-known')
    },
  },
  {
    title: 'answers a batch of a hundred in order',
    needs: [],
    async run({ server, visit }) {
      const sent = Array.from({ length: 100 }, () => visit({ visitor: 'v_abcd1234' }))
      const receipts = await server(...sent)
      assert.deepEqual(
        receipts.map(({ id }) => id),
        sent.map(({ id }) => id),
      )
    },
  },
  {
    title: 'answers nothing with nothing',
    needs: [],
    async run({ server }) {
      assert.deepEqual(await server(), [])
    },
  },
]
