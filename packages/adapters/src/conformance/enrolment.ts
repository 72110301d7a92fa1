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
    title: 'gives a link of the web',
    needs: [],
    async run({ backend, customer }) {
      const { protocol, username } = new URL((await backend.enrol(customer())).link)
      assert.match(protocol, /^https?:$/)
      assert.equal(username, '')
    },
  },
  {
    title: 'makes one participant of one customer, however often',
    needs: [],
    async run({ backend, customer }) {
      const amy = customer('Amy')
      const first = await backend.enrol(amy)
      for (let time = 0; time < 3; time++) {
        const { id, code, link } = await backend.enrol(amy)
        assert.deepEqual([id, code, link], [first.id, first.code, first.link])
      }
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
    title: 'knows an e-mail with spaces around it',
    needs: [],
    async run({ backend, fresh }) {
      const email = `${fresh('amy')}@example.com`
      const first = await backend.enrol({ email })
      assert.equal((await backend.enrol({ email: ` ${email} ` })).code, first.code)
    },
  },
  {
    title: 'tells e-mails apart that differ by what a URL would eat',
    needs: ['lookup.readOnly'],
    async run({ backend, fresh }) {
      const name = fresh('amy')
      const emails = [`${name}@example.com`, `${name}+a@example.com`, `${name}+b@example.com`]
      const codes = []
      for (const email of emails) codes.push((await backend.enrol({ email })).code)
      assert.equal(new Set(codes).size, 3)
      for (const [index, email] of emails.entries())
        assert.equal((await backend.participant({ email }))?.code, codes[index])
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
    title: 'enrols a customer by the owner’s id alone',
    needs: ['enrol.withoutEmail'],
    async run({ backend, fresh }) {
      const id = fresh('c')
      const first = await backend.enrol({ id })
      assert.equal((await backend.enrol({ id })).code, first.code)
    },
  },
  {
    title: 'says that an e-mail is missing where it needs one',
    needs: [],
    lacks: 'enrol.withoutEmail',
    async run({ backend, fresh }) {
      await assert.rejects(backend.enrol({ id: fresh('c') }), { code: 'customer-invalid' })
    },
  },
  {
    title: 'refuses a customer whom nobody could find',
    needs: [],
    async run({ backend }) {
      await assert.rejects(backend.enrol({ name: 'Amy' }), { code: 'customer-invalid' })
    },
  },
  {
    title: 'refuses an e-mail that is none',
    needs: [],
    async run({ backend }) {
      await assert.rejects(backend.enrol({ email: 'amy' }), { code: 'customer-invalid' })
    },
  },
  {
    title: 'takes names as people have them',
    needs: [],
    async run({ backend, fresh }) {
      for (const name of ['Zoë O’Neil', '李小龍', 'محمد', 'Amy 🦊', '<b>Amy</b>', "Robert'); --"]) {
        const email = `${fresh('name')}@example.com`
        const first = await backend.enrol({ email, name })
        assert.equal((await backend.enrol({ email, name })).code, first.code)
      }
    },
  },
  {
    title: 'begins with nothing earned and nobody brought',
    needs: ['stats'],
    async run({ backend, customer }) {
      const { stats } = await backend.enrol(customer())
      assert.deepEqual([stats?.friends, stats?.earned, stats?.coming], [0, [], []])
    },
  },
  {
    title: 'begins with no click',
    needs: ['stats.clicks'],
    async run({ backend, customer }) {
      assert.equal((await backend.enrol(customer())).stats?.visits, 0)
    },
  },
  {
    title: 'lets a customer keep the code that they had elsewhere, and nobody take another’s',
    needs: ['enrol.withCode', 'lookup.byCode'],
    async run({ backend, customer, fresh }) {
      const [amy, bo] = [customer('Amy'), customer('Bo')]
      const old = fresh('OLD').replaceAll('_', '').slice(0, 12)
      const { id } = await backend.enrol(amy, { code: old })
      assert.equal((await backend.participant({ code: old }))?.id, id)
      await assert.rejects(backend.enrol(bo, { code: old }), { code: 'code-taken' })
    },
  },
]
