import type { ParticipantStats } from '@goodword/adapters'
import type { Selectable } from 'kysely'
import { bulkInsert } from '../store/bulk.ts'
import type { RewardsTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { isMoney } from './rollups.ts'

/** What a reward's balance depends on. */
type Valued = Pick<Selectable<RewardsTable>, 'participant' | 'state' | 'amount' | 'give'>

/** What a reward is to its owner in money: given, or coming. */
export function balanceOf({ state, amount, give }: Valued): {
  readonly earned: number
  readonly coming: number
} {
  const money = isMoney(give) ? (amount ?? 0) : 0
  const isComing = state === 'pending' || state === 'due'
  return { earned: state === 'granted' ? money : 0, coming: isComing ? money : 0 }
}

const adding = bulkInsert(
  'gw_balances',
  { person: 'text', earned: 'double precision', coming: 'double precision' },
  `on conflict (program, person) do update set earned = gw_balances.earned + excluded.earned,
    coming = gw_balances.coming + excluded.coming`,
)

/** Books rewards that were `before` and are `after`, for everybody they concern. */
export async function keepBalances(
  tx: Write,
  { store, program }: Context,
  before: readonly Valued[],
  after: readonly Valued[],
): Promise<void> {
  const balances = new Map<string, { person: string; earned: number; coming: number }>()
  const book = (rewards: readonly Valued[], sign: 1 | -1): void => {
    for (const reward of rewards) {
      const { earned, coming } = balanceOf(reward)
      if (earned === 0 && coming === 0) continue
      const person = reward.participant
      let balance = balances.get(person)
      if (!balance) balances.set(person, (balance = { person, earned: 0, coming: 0 }))
      balance.earned += sign * earned
      balance.coming += sign * coming
    }
  }
  book(before, -1)
  book(after, 1)
  const rows = [...balances.values()]
    .filter(({ earned, coming }) => earned !== 0 || coming !== 0)
    .toSorted((a, b) => (a.person < b.person ? -1 : 1))
  await store.bulk(tx, adding, program.id, rows)
}

/** What a participant was given, and what is coming, of the rewards that are money in hand: credit and cash. */
export async function moneyOf(
  { store, program }: Context,
  participant: string,
): Promise<Pick<ParticipantStats, 'earned' | 'coming'>> {
  const found = await store.db
    .selectFrom('gw_balances')
    .select(['earned', 'coming'])
    .where('program', '=', program.id)
    .where('person', '=', participant)
    .executeTakeFirst()
  const money = (amount = 0) => (amount > 0 ? [{ amount, currency: program.currency }] : [])
  return { earned: money(found?.earned), coming: money(found?.coming) }
}
