import assert from 'node:assert/strict'
import type { Capability } from '../capabilities.ts'
import type { ConformanceCase, Scene } from './scene.ts'

/** How each capability would be asked for; `undefined` when there is not even a method. */
const asks: readonly (readonly [Capability, (scene: Scene) => Promise<unknown> | undefined])[] = [
  ['lookup.byCustomer', ({ backend, fresh }) => backend.participant({ customer: fresh('c') })],
  ['lookup.byCode', ({ backend, fresh }) => backend.participant({ code: fresh('code') })],
  ['referrals', ({ backend, keyOf, customer }) => backend.referrals(keyOf(customer()))],
  ['rewards', ({ backend, keyOf, customer }) => backend.rewards(keyOf(customer()))],
  ['leaderboard', ({ backend }) => backend.leaderboard()],
  [
    'invites',
    ({ backend, keyOf, customer }) => backend.invite(keyOf(customer()), [{ email: 'bo@example.com' }]),
  ],
  ['rewards.all', ({ backend }) => backend.allRewards?.()],
  ['rewards.fulfil', ({ backend }) => backend.fulfil?.('nothing/at/all', 'Olive')],
  ['rewards.approve', ({ backend }) => backend.approve?.('nothing/at/all', 'Olive')],
  ['summary', ({ backend }) => backend.summary?.()],
  ['draws', ({ backend }) => backend.draws?.()],
]

/** How a backend says no to what it does not offer: by the code `unsupported`, or by having no such method. */
export const missing: readonly ConformanceCase[] = asks.map(([capability, ask]) => ({
  title: `says "unsupported" when asked for ${capability}, which it does not offer`,
  needs: [],
  lacks: capability,
  async run(scene) {
    const asked = ask(scene)
    if (asked === undefined) return
    const error: unknown = await asked.then(
      () => undefined,
      (error: unknown) => error,
    )
    assert.ok(error instanceof Error, `${capability} is offered after all`)
    assert.equal('code' in error && error.code, 'unsupported')
  },
}))
