import type { Reward } from '@goodword/adapters'
import { GoodwordError, type Grant } from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Write } from '../store/transaction.ts'
import { isStorable, type Context } from './context.ts'
import { append, rowOfGrant } from './ledger.ts'
import type { RewardRow } from './reward-row.ts'
import { findReward, rewardAt } from './reward-list.ts'
import type { OwnRows } from './referrer.ts'
import { settle } from './settlement.ts'
import { settling } from './warming.ts'

/**
 * Marks a due reward as given: a row of the ledger, once, whoever else tries. Rejects with `reward-unknown`, and with
 * `not-due` for one that is neither due nor granted.
 */
export async function fulfil(context: Context, id: string, by: string): Promise<Reward> {
  const { program } = context
  const isKnown = await settling(context, async (tx) => {
    const stored = isStorable(id) ? await selectReward(tx, program.id, id) : undefined
    if (!stored) return false
    const friends = await friendsBehind(tx, stored)
    // A grant rests on a sealed bond; and whoever comes second waits here, and finds it granted.
    await settle(tx, context, friends, new Set(), ownOf(stored, []))
    const row = await selectReward(tx, program.id, id)
    if (!row) return false
    if (row.state === 'granted') return true
    const now = context.now()
    const { state, incentive, participant, occurrence, amount } = rewardAt(row, now)
    if (state !== 'due')
      throw new GoodwordError('not-due', `The reward "${id}" is ${state}. Only a due one can be given.`)
    const facts = { incentive, participant, occurrence, by, ...(amount !== undefined && { amount }) }
    const grant = { type: 'grant', id: `grant:${id}`, at: now, ...facts } as const
    await append(tx, context, [
      rowOfGrant(grant, { program: program.id, source: 'goodword', receivedAt: now }),
    ])
    await settle(tx, context, friends, new Set(), ownOf(row, [grant]))
    await audit(tx, context, { actor: by, action: 'reward.granted', subject: id })
    return true
  })
  const reward = isKnown ? await findReward(context, id) : undefined
  if (reward) return reward
  throw new GoodwordError(
    'reward-unknown',
    `There is no reward "${id.slice(0, 200)}". Take its id from the list of rewards.`,
  )
}

const selectReward = (tx: Write, program: string, id: string) =>
  tx
    .selectFrom('gw_rewards')
    .selectAll()
    .where('program', '=', program)
    .where('id', '=', id)
    .executeTakeFirst()

/** The friend's side is decided from the friend's rows. */
const ownOf = ({ participant, side }: RewardRow, rows: readonly Grant[]): OwnRows =>
  side === 'referrer' ? new Map([[participant, rows]]) : new Map()

/** Whose orders earned it and must be sealed: one friend's, or those that a milestone counted and that are not yet. */
async function friendsBehind(tx: Write, reward: RewardRow): Promise<Set<string>> {
  const { program, participant, side, friend } = reward
  if (friend !== null) return new Set([friend])
  if (side === 'friend') return new Set([participant])
  const bonds = await tx
    .selectFrom('gw_bonds')
    .select('friend')
    .where('program', '=', program)
    .where('referrer', '=', participant)
    .where('sealed', '=', 0)
    .execute()
  return new Set(bonds.map(({ friend }) => friend))
}
