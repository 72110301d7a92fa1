import { GoodwordError } from '@goodword/program/errors'
import type { Reward } from '../backend.ts'
import type { Once } from './once.ts'
import { notDue, unknownReward } from './refusals.ts'

/**
 * `fulfil` of a vendor that would give twice what it is told twice: gives a due reward once, and looks whether it did.
 * Rejects with `reward-unknown`, `not-due`, or `vendor-refused` when the reward is as before.
 */
export function createGiving(
  vendor: string,
  once: Once,
  all: () => Promise<readonly Reward[]>,
  give: (id: string, by: string) => Promise<unknown>,
): (id: string, by: string) => Promise<Reward> {
  async function look(id: string): Promise<Reward | undefined> {
    const reward = (await all()).find((one) => one.id === id)
    if (!reward) throw unknownReward(id)
    if (reward.state !== 'granted' && reward.state !== 'due') throw notDue(reward)
    return reward.state === 'granted' ? reward : undefined
  }
  async function giveOne(id: string, by: string): Promise<Reward> {
    await give(id, by)
    const given = await look(id)
    if (given) return given
    throw new GoodwordError(
      'vendor-refused',
      `${vendor} did not give the reward "${id}". Look at it in its dashboard.`,
    )
  }
  return async (id, by) => {
    const { it } = await once(
      id,
      () => look(id),
      () => giveOne(id, by),
    )
    return it
  }
}
