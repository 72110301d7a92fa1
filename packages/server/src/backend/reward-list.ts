import {
  displayName,
  presentReward,
  type Page,
  type PageQuery,
  type ParticipantKey,
  type Reward,
} from '@goodword/adapters'
import type { Give, Reason, Reward as DecidedReward, RewardState } from '@goodword/program'
import type { Selectable } from 'kysely'
import { checksOf } from '../fraud/checks.ts'
import type { RewardsTable } from '../store/tables.ts'
import type { Context } from './context.ts'
import { requireParticipant } from './enrolment.ts'
import { pageFrom, parsePage, type Paging } from './paging.ts'

/** What somebody earned and was given, on both sides, newest first. */
export async function listRewards(
  context: Context,
  who: ParticipantKey,
  query?: PageQuery,
): Promise<Page<Reward>> {
  const paging = parsePage(query)
  const { id } = await requireParticipant(context, who)
  const rows = await select(context, paging).where('reward.participant', '=', id).execute()
  return pageFrom(rows, paging, (row) => present(context, row))
}

/** All rewards, or those in one state, newest first. */
export async function listAllRewards(
  context: Context,
  { state, ...query }: PageQuery & { readonly state?: RewardState } = {},
): Promise<Page<Reward>> {
  const paging = parsePage(query)
  const rows = await select(context, paging)
    .$if(state !== undefined, (rewards) => whereState(rewards, state!, context.now()))
    .execute()
  return pageFrom(rows, paging, await ownersView(context, rows))
}

/** One reward as its owner's page shows it. */
export async function findReward(context: Context, id: string): Promise<Reward | undefined> {
  const row = await select(context, { limit: 1 }).where('reward.id', '=', id).executeTakeFirst()
  return row && (await ownersView(context, [row]))(row)
}

function select({ store, program }: Context, { limit, after }: Paging) {
  return store.db
    .selectFrom('gw_rewards as reward')
    .leftJoin('gw_people as owner', (join) =>
      join.onRef('owner.program', '=', 'reward.program').onRef('owner.id', '=', 'reward.participant'),
    )
    .leftJoin('gw_people as friend', (join) =>
      join.onRef('friend.program', '=', 'reward.program').onRef('friend.id', '=', 'reward.friend'),
    )
    .selectAll('reward')
    .select(['owner.name as owner_name', 'owner.email as owner_email', 'friend.name as friend_name'])
    .where('reward.program', '=', program.id)
    .$if(after !== undefined, (rewards) =>
      rewards.where((eb) =>
        eb.or([
          eb('reward.at', '<', after!.at),
          eb.and([eb('reward.at', '=', after!.at), eb('reward.id', '<', after!.id)]),
        ]),
      ),
    )
    .orderBy('reward.at', 'desc')
    .orderBy('reward.id', 'desc')
    .limit(limit + 1)
}

type Rewards = ReturnType<typeof select>
type Row = Selectable<RewardsTable> & {
  readonly owner_name: string | null
  readonly owner_email: string | null
  readonly friend_name: string | null
}

/** A hold ends without anybody writing: what was stored as pending is due from its time on. */
function whereState(rewards: Rewards, state: RewardState, now: number): Rewards {
  if (state === 'due')
    return rewards.where((eb) =>
      eb.or([
        eb('reward.state', '=', 'due'),
        eb.and([eb('reward.state', '=', 'pending'), eb('reward.due', '<=', now)]),
      ]),
    )
  const same = rewards.where('reward.state', '=', state)
  if (state !== 'pending') return same
  return same.where((eb) => eb.or([eb('reward.due', 'is', null), eb('reward.due', '>', now)]))
}

/** A stored reward as it stands at `now`. */
export function rewardAt(row: Selectable<RewardsTable>, now: number): DecidedReward {
  const { incentive, participant, side, occurrence, amount, at, due, friend } = row
  const isRipe = row.state === 'pending' && due !== null && due <= now
  return {
    incentive,
    participant,
    to: side,
    occurrence,
    state: isRipe ? 'due' : row.state,
    give: JSON.parse(row.give) as Give,
    at,
    reason: isRipe ? { code: 'earned' } : (JSON.parse(row.reason) as Reason),
    ...(amount !== null && { amount }),
    ...(due !== null && !isRipe && { due }),
    ...(friend !== null && { friend }),
  }
}

function present({ program, now }: Context, row: Row): Reward {
  const isOwn = row.friend === row.participant
  const friend = isOwn ? undefined : displayName(row.friend_name ?? undefined)
  return presentReward(program, rewardAt(row, now()), friend)
}

/** How the owner sees these rows: whose they are, and why a person should look at their orders. */
async function ownersView(context: Context, rows: readonly Row[]): Promise<(row: Row) => Reward> {
  const orderOf = ({ occurrence }: Row): string[] =>
    occurrence.startsWith('order:') ? [occurrence.slice('order:'.length)] : []
  const checks = await checksOf(context, new Set(rows.flatMap(orderOf)))
  return (row) => {
    const { participant: id, owner_name: name, owner_email: email } = row
    const found = orderOf(row).flatMap((key) => checks.get(key) ?? [])
    return {
      ...present(context, row),
      participant: { id, ...(name !== null && { name }), ...(email !== null && { email }) },
      ...(found.length > 0 && { checks: found }),
    }
  }
}
