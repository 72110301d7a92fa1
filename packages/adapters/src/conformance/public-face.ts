import assert from 'node:assert/strict'
import { capabilities } from '../capabilities.ts'
import type { ConformanceCase } from './scene.ts'

/** What anybody may see. */
export const publicFace: readonly ConformanceCase[] = [
  {
    title: 'shows the program’s words',
    needs: [],
    async run({ backend }) {
      const view = await backend.program(['en'])
      assert.equal(view.copy.title, 'Give $10, get $10')
      assert.equal(view.copy.steps.length, 3)
      assert.equal(view.url, 'https://shop.example/')
    },
  },
  {
    title: 'shows what is given, as the program says',
    needs: ['rewards.byProgram'],
    async run({ backend }) {
      const view = await backend.program(['en'])
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
    title: 'says the same again',
    needs: [],
    async run({ backend }) {
      assert.deepEqual(await backend.program(['en']), await backend.program(['en']))
    },
  },
  {
    title: 'names each capability that it offers, and none that there is not',
    needs: [],
    async run({ backend }) {
      const unknown = [...backend.supports].filter((name) => !(name in capabilities))
      assert.deepEqual(unknown, [])
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
    title: 'tells its name and what is given, as it knows them itself',
    needs: ['programInfo'],
    async run({ backend }) {
      const { name, incentives } = await backend.program()
      assert.ok(name.trim().length > 0)
      assert.equal(new Set(incentives.map(({ id, to }) => `${id} ${to}`)).size, incentives.length)
    },
  },
]
