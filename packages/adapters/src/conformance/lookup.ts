import assert from 'node:assert/strict'
import type { ParticipantKey } from '../backend.ts'
import type { ConformanceCase, Scene } from './scene.ts'

const finds = async ({ backend, customer }: Scene, by: 'customer' | 'email' | 'code'): Promise<void> => {
  const [amy, bo] = [customer('Amy'), customer('Bo')]
  const enrolled = await backend.enrol(amy)
  await backend.enrol(bo)
  const keys = { customer: { customer: amy.id }, email: { email: amy.email }, code: { code: enrolled.code } }
  const found = await backend.participant(keys[by])
  assert.deepEqual([found?.id, found?.code], [enrolled.id, enrolled.code])
}

/** Nobody found is not an error, and looking for them makes nobody. */
const findsNobody = async ({ backend }: Scene, who: ParticipantKey): Promise<void> => {
  assert.equal(await backend.participant(who), undefined)
  assert.equal(await backend.participant(who), undefined)
}

/** Finding a participant again. */
export const lookup: readonly ConformanceCase[] = [
  { title: 'finds a participant by e-mail', needs: [], run: (scene) => finds(scene, 'email') },
  {
    title: 'finds a participant by the owner’s customer id',
    needs: ['lookup.byCustomer'],
    run: (scene) => finds(scene, 'customer'),
  },
  {
    title: 'finds a participant by their code',
    needs: ['lookup.byCode'],
    run: (scene) => finds(scene, 'code'),
  },
  {
    title: 'finds a participant by an e-mail in capitals',
    needs: [],
    async run({ backend, customer }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      assert.equal((await backend.participant({ email: amy.email.toUpperCase() }))?.code, code)
    },
  },
  {
    title: 'finds nobody by an e-mail that was never enrolled, and enrols nobody by looking',
    needs: ['lookup.readOnly'],
    run: (scene) => findsNobody(scene, { email: `${scene.fresh('nobody')}@example.com` }),
  },
  {
    title: 'finds nobody by an unknown customer id',
    needs: ['lookup.readOnly', 'lookup.byCustomer'],
    run: (scene) => findsNobody(scene, { customer: scene.fresh('nobody') }),
  },
  {
    title: 'finds nobody by an unknown code',
    needs: ['lookup.readOnly', 'lookup.byCode'],
    run: (scene) => findsNobody(scene, { code: scene.fresh('nobody') }),
  },
  {
    title: 'finds nobody by a name that objects have of themselves',
    needs: ['lookup.readOnly', 'lookup.byCode', 'lookup.byCustomer'],
    async run(scene) {
      for (const name of ['__proto__', 'constructor', 'toString']) {
        await findsNobody(scene, { code: name })
        await findsNobody(scene, { customer: name })
      }
    },
  },
  {
    title: 'finds nobody by a path that leads elsewhere',
    needs: ['lookup.readOnly', 'lookup.byCode'],
    async run(scene) {
      for (const code of ['../admin', '..%2F..', 'a/b', '?x=1', '#', '%00'])
        assert.equal(await scene.backend.participant({ code }), undefined)
    },
  },
  {
    title: 'refuses to list the rewards of an unknown participant',
    needs: ['rewards', 'lookup.readOnly'],
    async run({ backend, keyOf, customer }) {
      await assert.rejects(backend.rewards(keyOf(customer())), { code: 'participant-unknown' })
    },
  },
  {
    title: 'refuses to list the friends of an unknown participant',
    needs: ['referrals', 'lookup.readOnly'],
    async run({ backend, keyOf, customer }) {
      await assert.rejects(backend.referrals(keyOf(customer())), { code: 'participant-unknown' })
    },
  },
]
