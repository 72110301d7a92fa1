import assert from 'node:assert/strict'
import type { ConformanceCase } from './scene.ts'

/** What anybody may see. */
export const publicFace: readonly ConformanceCase[] = [
  {
    title: 'shows the program’s copy and incentives',
    needs: [],
    async run({ backend }) {
      const view = await backend.program(['en'])
      assert.equal(view.copy.title, 'Give $10, get $10')
      assert.deepEqual(
        view.incentives.map((incentive) => incentive.id),
        ['credit', 'welcome', 'free-bag'],
      )
    },
  },
  {
    title: 'speaks the reader’s language when it can, else its own',
    needs: [],
    async run({ backend }) {
      assert.equal((await backend.program(['de-AT', 'en'])).locale, 'de')
      assert.equal((await backend.program(['ja'])).locale, 'en')
    },
  },
  {
    title: 'never shows a coupon’s code',
    needs: [],
    async run({ backend }) {
      assert.ok(!JSON.stringify(await backend.program()).includes('WELCOME10'))
    },
  },
  {
    title: 'ranks by friends, and shows display names only',
    needs: ['leaderboard'],
    async run({ backend, customer, server, purchase }) {
      const amy = customer('Amy Winters')
      const { code } = await backend.enrol(amy)
      for (let i = 0; i < 3; i++) await server(purchase({ code, customer: customer() }))
      const standings = await backend.leaderboard({ limit: 100 })
      const ranks = standings.map((standing) => standing.rank)
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      )
      assert.ok(standings.some(({ name, friends }) => name === 'Amy W.' && friends === 3))
      assert.ok(!JSON.stringify(standings).includes(amy.email))
    },
  },
  {
    title: 'refuses what it does not offer, with the code "unsupported"',
    needs: [],
    async run({ backend, customer }) {
      if (backend.supports.has('invites')) return
      const amy = customer()
      await backend.enrol(amy)
      await assert.rejects(backend.invite({ customer: amy.id }, [{ email: 'bo@example.com' }]), {
        code: 'unsupported',
      })
    },
  },
]
