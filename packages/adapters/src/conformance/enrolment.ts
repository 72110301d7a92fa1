import assert from 'node:assert/strict'
import type { ConformanceCase } from './scene.ts'

/** Becoming a participant. */
export const enrolment: readonly ConformanceCase[] = [
  {
    title: 'gives a code and a link that carries it',
    needs: [],
    async run({ backend, customer }) {
      const { code, link } = await backend.enrol(customer())
      assert.match(code, /^[\w-]{4,64}$/)
      assert.ok(new URL(link).href.includes(code))
    },
  },
  {
    title: 'makes one participant of one customer, however often',
    needs: [],
    async run({ backend, customer }) {
      const amy = customer('Amy')
      const first = await backend.enrol(amy)
      const again = await Promise.all(Array.from({ length: 8 }, () => backend.enrol(amy)))
      for (const participant of again) assert.equal(participant.code, first.code)
    },
  },
  {
    title: 'makes one participant of enrolments that arrive at once',
    needs: [],
    async run({ backend, customer }) {
      const amy = customer('Amy')
      const all = await Promise.all(Array.from({ length: 16 }, () => backend.enrol(amy)))
      assert.equal(new Set(all.map((participant) => participant.code)).size, 1)
    },
  },
  {
    title: 'knows an e-mail whatever its case',
    needs: [],
    async run({ backend, fresh }) {
      const email = `${fresh('amy')}@example.com`
      const first = await backend.enrol({ email })
      const second = await backend.enrol({ email: email.toUpperCase() })
      assert.equal(second.code, first.code)
    },
  },
  {
    title: 'gives two customers two codes',
    needs: [],
    async run({ backend, customer }) {
      const [amy, bo] = await Promise.all([backend.enrol(customer()), backend.enrol(customer())])
      assert.notEqual(amy.code, bo.code)
    },
  },
  {
    title: 'finds a participant by customer, e-mail and code',
    needs: [],
    async run({ backend, customer }) {
      const amy = customer('Amy')
      const { id, code } = await backend.enrol(amy)
      for (const who of [{ customer: amy.id }, { email: amy.email }, { code }]) {
        assert.equal((await backend.participant(who))?.id, id)
      }
    },
  },
  {
    title: 'knows nobody who has not enrolled',
    needs: [],
    async run({ backend, fresh }) {
      assert.equal(await backend.participant({ customer: fresh('nobody') }), undefined)
      assert.equal(await backend.participant({ code: fresh('nobody') }), undefined)
    },
  },
  {
    title: 'refuses to list what an unknown participant has',
    needs: ['rewards', 'referrals'],
    async run({ backend, fresh }) {
      const who = { customer: fresh('nobody') }
      await assert.rejects(backend.rewards(who), { code: 'participant-unknown' })
      await assert.rejects(backend.referrals(who), { code: 'participant-unknown' })
    },
  },
]
