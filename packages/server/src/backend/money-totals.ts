import type { ParticipantStats } from '@goodword/adapters'
import { sql } from 'kysely'
import type { Context } from './context.ts'

/** What a participant was given, and what is coming, of the rewards that are money in hand: credit and cash. */
export async function totalMoney(
  { store, program }: Context,
  participant: string,
): Promise<Pick<ParticipantStats, 'earned' | 'coming'>> {
  const inHand = program.incentives
    .filter(({ give }) => give.type === 'credit' || give.type === 'cash')
    .map(({ id }) => id)
  const sums = inHand.length
    ? await store.db
        .selectFrom('gw_rewards')
        .select(['state', sum('amount').as('sum')])
        .where('program', '=', program.id)
        .where('participant', '=', participant)
        .where('incentive', 'in', inHand)
        .groupBy('state')
        .execute()
    : []
  const total = (...states: string[]) => {
    const amount = sums.reduce((all, { state, sum }) => (states.includes(state) ? all + (sum ?? 0) : all), 0)
    return amount > 0 ? [{ amount, currency: program.currency }] : []
  }
  return { earned: total('granted'), coming: total('pending', 'due') }
}

/** Amounts may come from anybody's browser: their sum must not overflow an integer and fail. */
export const sum = (column: string) => sql<number | null>`sum(cast(${sql.ref(column)} as double precision))`
