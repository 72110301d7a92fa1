import { rewardId } from '@goodword/adapters'
import type { Give, Program } from '@goodword/program'
import type { Selectable } from 'kysely'
import type { BondsTable, RewardsTable } from '../store/tables.ts'
import type { News } from './announce.ts'
import type { MessageType } from './message-types.ts'

type RewardRow = Selectable<RewardsTable>

const typeOfState = {
  pending: 'reward.pending',
  due: 'reward.due',
  granted: 'reward.granted',
  reversed: 'reward.reversed',
  'owed-back': 'reward.owed_back',
} as const satisfies Record<RewardRow['state'], MessageType>

/**
 * What to tell of a reward whose row was `before` and is `after`, either of which may be missing: one piece of news when
 * its state, amount, gift or due time changed, none otherwise. A row that is gone was never given; it is told as reversed.
 */
export function newsOfReward(
  program: Program,
  before: RewardRow | undefined,
  after: RewardRow | undefined,
  at: number,
): readonly News[] {
  if (!after) {
    if (!before || before.state === 'reversed') return []
    const reason = { code: 'withdrawn' }
    return [
      { type: 'reward.reversed', at, data: { ...describe(program, before), state: 'reversed', reason } },
    ]
  }
  const isSame =
    before?.state === after.state &&
    before.amount === after.amount &&
    before.due === after.due &&
    before.give === after.give
  if (isSame) return []
  return [{ type: typeOfState[after.state], at, data: describe(program, after) }]
}

function describe(program: Program, row: RewardRow): Record<string, unknown> {
  const { incentive, participant, occurrence, side, state, amount, at, due, friend } = row
  return {
    reward: rewardId({ incentive, participant, occurrence }),
    incentive,
    participant,
    to: side,
    state,
    give: JSON.parse(row.give) as Give,
    ...(amount !== null && { money: { amount, currency: program.currency } }),
    at,
    ...(due !== null && state === 'pending' && { due }),
    reason: JSON.parse(row.reason) as unknown,
    ...(friend !== null && { friend }),
  }
}

/** What to tell of a bond: that it counts now. */
export function newsOfBond(
  before: Pick<Selectable<BondsTable>, 'referrer' | 'state'> | undefined,
  after: Pick<Selectable<BondsTable>, 'friend' | 'referrer' | 'at' | 'state'> | undefined,
  at: number,
): readonly News[] {
  const isNew =
    after?.state === 'converted' && (before?.state !== 'converted' || before.referrer !== after.referrer)
  if (!isNew) return []
  const { referrer, friend } = after
  return [{ type: 'referral.converted', at, data: { referrer, friend, at: after.at } }]
}

/** What to tell of somebody who got a code. */
export const newsOfEnrolment = (
  person: { readonly id: string; readonly code: string },
  at: number,
): News => ({
  type: 'participant.enrolled',
  at,
  data: { participant: person.id, code: person.code },
})

/** What to tell of a case that waits for a decision; `about` names people by their keys only. */
export const newsOfReview = (review: string, about: Readonly<Record<string, unknown>>, at: number): News => ({
  type: 'review.opened',
  at,
  data: { ...about, review },
})
