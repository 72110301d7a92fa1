import assert from 'node:assert/strict'
import type { Reward } from '../backend.ts'
import { readPages } from './pages.ts'
import type { ConformanceCase, Scene } from './scene.ts'

/** A participant with a friend whose order counts, and what they get for it. */
async function earn(
  scene: Scene,
  friends = 1,
): Promise<{ amy: ReturnType<Scene['customer']>; earned: readonly Reward[] }> {
  const { backend, server, purchase, customer, ripen, keyOf, rewards } = scene
  const amy = customer('Amy')
  const { code } = await backend.enrol(amy)
  for (let index = 0; index < friends; index++)
    await server(purchase({ code, customer: customer('Bo Larsen') }))
  await ripen()
  return { amy, earned: await rewards(keyOf(amy)) }
}

/** Lets a reward that waits for a person fall due, where one has to be asked. */
async function due(scene: Scene, reward: Reward): Promise<void> {
  if (reward.state !== 'pending') return
  if (scene.backend.supports.has('rewards.approve')) await scene.backend.approve!(reward.id, 'Olive')
  else scene.travel(15)
  await scene.tick()
}

/** Rewards, whoever decides them, and giving them. */
export const giving: readonly ConformanceCase[] = [
  {
    title: 'rewards who brought a friend',
    needs: ['rewards', 'ripe'],
    async run(scene) {
      const { earned } = await earn(scene)
      assert.equal(earned.length, 1)
      assert.equal(earned[0]!.to, 'referrer')
      assert.match(earned[0]!.state, /^(pending|due|granted)$/)
    },
  },
  {
    title: 'has one id for each reward, and the same one again',
    needs: ['rewards', 'ripe'],
    async run(scene) {
      const { amy, earned } = await earn(scene, 3)
      assert.equal(new Set(earned.map(({ id }) => id)).size, earned.length)
      const again = await scene.rewards(scene.keyOf(amy))
      assert.deepEqual(again.map(({ id }) => id).toSorted(), earned.map(({ id }) => id).toSorted())
    },
  },
  {
    title: 'has no reward for who brought nobody',
    needs: ['rewards'],
    async run({ backend, customer, rewards, keyOf }) {
      const amy = customer('Amy')
      await backend.enrol(amy)
      assert.deepEqual(await rewards(keyOf(amy)), [])
    },
  },
  {
    title: 'never says a friend’s e-mail with a reward',
    needs: ['rewards', 'ripe'],
    async run(scene) {
      const { amy, earned } = await earn(scene)
      assert.ok(!JSON.stringify(earned).replaceAll(amy.email, '').includes('@'))
    },
  },
  {
    title: 'lists many rewards page by page, each once, newest first',
    needs: ['rewards', 'ripe'],
    async run(scene) {
      const { amy, earned } = await earn(scene, 5)
      const seen = await readPages(2, (page) => scene.backend.rewards(scene.keyOf(amy), page))
      assert.deepEqual(seen.map(({ id }) => id).toSorted(), earned.map(({ id }) => id).toSorted())
      // What waits may have no time yet, and stands first.
      const times = seen.map(({ at = Number.MAX_SAFE_INTEGER }) => at)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      )
    },
  },
  {
    title: 'marks a reward that is due as given',
    needs: ['rewards', 'rewards.fulfil', 'clock'],
    async run(scene) {
      const { amy, earned } = await earn(scene)
      await due(scene, earned[0]!)
      const given = await scene.backend.fulfil!(earned[0]!.id, 'Olive')
      assert.deepEqual([given.id, given.state], [earned[0]!.id, 'granted'])
      const [after] = await scene.rewards(scene.keyOf(amy))
      assert.equal(after!.state, 'granted')
    },
  },
  {
    title: 'gives a reward once, however often it is marked',
    needs: ['rewards', 'rewards.fulfil', 'clock'],
    async run(scene) {
      const { amy, earned } = await earn(scene)
      await due(scene, earned[0]!)
      for (let time = 0; time < 3; time++)
        assert.equal((await scene.backend.fulfil!(earned[0]!.id, 'Olive')).state, 'granted')
      assert.equal((await scene.rewards(scene.keyOf(amy))).length, 1)
    },
  },
  {
    title: 'approves a reward that waits for it, and approving twice is once',
    needs: ['rewards', 'rewards.approve', 'ripe'],
    async run(scene) {
      const { amy, earned } = await earn(scene)
      for (let time = 0; time < 2; time++) await scene.backend.approve!(earned[0]!.id, 'Olive')
      assert.equal((await scene.rewards(scene.keyOf(amy)))[0]!.state, 'due')
    },
  },
  {
    title: 'knows no reward that there is not, when it is to be given',
    needs: ['rewards.fulfil'],
    async run({ backend, fresh }) {
      await assert.rejects(backend.fulfil!(`credit/${fresh('p')}/order:purchase:1`, 'Olive'), {
        code: 'reward-unknown',
      })
    },
  },
  {
    title: 'knows no reward that there is not, when it is to be approved',
    needs: ['rewards.approve'],
    async run({ backend, fresh }) {
      await assert.rejects(backend.approve!(`credit/${fresh('p')}`, 'Olive'), { code: 'reward-unknown' })
    },
  },
]
