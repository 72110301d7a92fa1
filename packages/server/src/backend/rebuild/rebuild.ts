import { GoodwordError, totalsOf, type Bond, type Reward } from '@goodword/program'
import { write, type Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { balanceOf } from '../balance.ts'
import { rowOfReward } from '../reward-row.ts'
import { countReward, createSums } from '../rollups.ts'
import { checkBalances, checkRanks, checkRollups } from './counters.ts'
import { checkPlaces, checkTallies } from './counts.ts'
import { repair, type Difference } from './difference.ts'
import { checkFriends } from './friends.ts'
import { checkTotal } from './limits.ts'
import { checkParticipants } from './participants.ts'
import { checkStrangers } from './strangers.ts'

/** How to rebuild. */
export interface RebuildOptions {
  /** Only tell what differs, and write nothing. @default false */
  readonly check?: boolean | undefined
}

/** People who are decided together. */
const batch = 50

/**
 * Decides everything anew from the ledger: who brought whom, orders, rewards, what referrers have, and counts. Returns what
 * the tables had otherwise, and has put it right. Nobody else should write meanwhile; it goes through the program a few
 * people at a time, each in a transaction of their own. Rejects with `store-busy` when another transaction gets in its way.
 */
export async function rebuild(
  context: Context,
  { check = false }: RebuildOptions = {},
): Promise<Difference[]> {
  const { store, program } = context
  const found: Difference[] = []
  const part = (work: (tx: Write) => Promise<readonly Difference[]>): Promise<void> => {
    let isBegun = false
    return write(store, async (tx) => {
      // What it adds up it must not add twice.
      if (isBegun) throw busy()
      isBegun = true
      const differences = await work(tx)
      if (!check) await repair(tx, program.id, differences)
      return differences
    }).then((differences) => void found.push(...differences))
  }

  const sums = createSums()
  const ranks = new Map<number, number>()
  const balances = new Map<string, { earned: number; coming: number }>()
  const book = (rewards: readonly Reward[]): void => {
    for (const row of rewards.map((reward) => rowOfReward(program.id, reward))) {
      sums.add(countReward(row))
      const { earned, coming } = balanceOf(row)
      if (earned === 0 && coming === 0) continue
      const known = balances.get(row.participant) ?? { earned: 0, coming: 0 }
      balances.set(row.participant, { earned: known.earned + earned, coming: known.coming + coming })
    }
  }

  const moved = new Map<string, Bond | undefined>()
  // Wins first, since they say which rows of the ledger concern whom.
  await part((tx) => checkPlaces(tx, context))
  for await (const people of everybody(context))
    await part(async (tx) => {
      const { bonds, differences } = await checkFriends(tx, context, people, sums)
      for (const { table, key } of differences)
        if (table === 'gw_bonds') moved.set(String(key['friend']), bonds.get(String(key['friend'])))
      return differences
    })
  const limited = new Map<string, Reward[]>([...totalsOf(program).keys()].map((id) => [id, []]))
  for await (const people of everybody(context))
    await part(async (tx) => {
      const answer = await checkParticipants(tx, context, people, moved, ranks)
      book(answer.rewards)
      for (const reward of answer.limited) limited.get(reward.incentive)!.push(reward)
      return answer.differences
    })
  for (const [incentive, rewards] of limited)
    await part(async (tx) => {
      const answer = await checkTotal(tx, context, incentive, rewards)
      book(answer.rewards)
      return answer.differences
    })
  await part((tx) => checkTallies(tx, context))
  await part((tx) => checkStrangers(tx, context))
  await part((tx) => checkBalances(tx, context, balances))
  await part((tx) => checkRanks(tx, context, ranks))
  await part((tx) => checkRollups(tx, context, sums))
  return found
}

const busy = (): GoodwordError =>
  new GoodwordError(
    'store-busy',
    'Somebody else writes to the database meanwhile. Stop the server, and rebuild again: what was put right stays so.',
  )

async function* everybody({ store, program }: Context): AsyncGenerator<ReadonlySet<string>> {
  for (let after = ''; ;) {
    const rows = await store.db
      .selectFrom('gw_people')
      .select('id')
      .where('program', '=', program.id)
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch)
      .execute()
    if (rows.length > 0) yield new Set(rows.map(({ id }) => id))
    if (rows.length < batch) return
    after = rows.at(-1)!.id
  }
}
