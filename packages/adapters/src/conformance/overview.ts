import assert from 'node:assert/strict'
import type { ConformanceCase, Scene } from './scene.ts'

/** A participant who brought so many friends, all of whom count. */
async function bring(scene: Scene, name: string, friends: number) {
  const { backend, server, purchase, customer, ripen } = scene
  const person = customer(name)
  const { code } = await backend.enrol(person)
  for (let index = 0; index < friends; index++) await server(purchase({ code, customer: customer() }))
  await ripen()
  return person
}

/** What is told of everybody together. */
export const overview: readonly ConformanceCase[] = [
  {
    title: 'ranks by friends, and shows display names only',
    needs: ['leaderboard', 'ripe'],
    async run(scene) {
      const amy = await bring(scene, 'Amy Winters', 3)
      const standings = await scene.backend.leaderboard({ limit: 100 })
      const ranks = standings.map(({ rank }) => rank)
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      )
      assert.ok(standings.some(({ name, friends }) => name === 'Amy W.' && friends === 3))
      assert.ok(!JSON.stringify(standings).includes(amy.email))
    },
  },
  {
    title: 'ranks more friends above fewer',
    needs: ['leaderboard', 'ripe'],
    async run(scene) {
      await bring(scene, 'Few Friends', 1)
      await bring(scene, 'Many Friends', 4)
      const friends = (await scene.backend.leaderboard({ limit: 100 })).map((standing) => standing.friends)
      assert.deepEqual(
        friends,
        friends.toSorted((a, b) => b - a),
      )
    },
  },
  {
    title: 'ranks no more than it is asked for',
    needs: ['leaderboard', 'ripe'],
    async run(scene) {
      for (const name of ['One Friend', 'Two Friends', 'Three Friends']) await bring(scene, name, 1)
      assert.equal((await scene.backend.leaderboard({ limit: 2 })).length, 2)
    },
  },
  {
    title: 'ranks nobody who brought nobody',
    needs: ['leaderboard'],
    async run({ backend, customer, fresh }) {
      const name = `${fresh('Lonely').replaceAll('_', '')} Person`
      await backend.enrol({ ...customer(), name })
      const standings = await backend.leaderboard({ limit: 100 })
      assert.ok(standings.every((standing) => standing.friends > 0))
    },
  },
  {
    title: 'lists all rewards for the owner, whosever they are',
    needs: ['rewards.all', 'ripe'],
    async run(scene) {
      const amy = await bring(scene, 'Amy', 1)
      const [own] = await scene.rewards(scene.keyOf(amy))
      const { items } = await scene.backend.allRewards!({ limit: 100 })
      assert.ok(items.some(({ id }) => id === own!.id))
    },
  },
  {
    title: 'lists all rewards of one state',
    needs: ['rewards.all', 'ripe'],
    async run(scene) {
      const amy = await bring(scene, 'Amy', 1)
      const [own] = await scene.rewards(scene.keyOf(amy))
      const { items } = await scene.backend.allRewards!({ limit: 100, state: own!.state })
      assert.ok(items.length > 0)
      assert.ok(items.every(({ state }) => state === own!.state))
    },
  },
  {
    title: 'lists all rewards page by page',
    needs: ['rewards.all', 'ripe'],
    async run(scene) {
      await bring(scene, 'Amy', 3)
      const { items, next } = await scene.backend.allRewards!({ limit: 2 })
      assert.equal(items.length, 2)
      const rest = await scene.backend.allRewards!({ limit: 2, ...(next && { cursor: next }) })
      assert.ok(rest.items.every(({ id }) => items.every((item) => item.id !== id)))
    },
  },
  {
    title: 'sums up orders, friends and money',
    needs: ['summary'],
    async run(scene) {
      const before = await scene.backend.summary!()
      await bring(scene, 'Amy', 2)
      await scene.server(scene.purchase({ customer: scene.customer() }))
      const after = await scene.backend.summary!()
      assert.deepEqual([after.customers - before.customers, after.referred - before.referred], [3, 2])
      assert.equal(after.revenue.amount - before.revenue.amount, 3 * 4200)
    },
  },
  {
    title: 'tells of draws, and of no secret before its time',
    needs: ['draws'],
    async run({ backend }) {
      for (const draw of await backend.draws!()) assert.match(draw.commitment, /^[0-9a-f]{64}$/)
    },
  },
]
