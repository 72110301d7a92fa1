import type { Draw } from '@goodword/adapters'
import { contestsOf, seedCommitment, type Close } from '@goodword/program'
import { namesOf } from './contests.ts'
import type { Context } from './context.ts'
import { closeId } from './contest-place.ts'
import { readDecision } from './decision-row.ts'
import { commitmentFor } from './seeds.ts'
import { inChunks } from '../store/transaction.ts'

/** Periods that are told of, the newest first. */
const most = 24

/**
 * What is public of a program's draws: the commitment to each secret from its period's beginning, and after the close the
 * secret itself, so that anybody can see that it was not chosen afterwards.
 */
export async function listDraws(context: Context): Promise<Draw[]> {
  const { store, program, now } = context
  const draws = contestsOf(program).filter(({ kind }) => kind === 'draw')
  for (const { incentive, periodAt } of draws) await commitmentFor(context, incentive, periodAt(now()).key)
  const seeds = await store.db
    .selectFrom('gw_seeds')
    .select(['incentive', 'period', 'seed'])
    .where('program', '=', program.id)
    .orderBy('period', 'desc')
    .orderBy('incentive')
    .limit(most)
    .execute()
  const closes = await loadCloses(
    context,
    seeds.map(({ incentive, period }) => closeId(incentive, period)),
  )
  const names = await namesOf(
    context,
    [...closes.values()].flatMap(({ winners }) => winners),
  )
  return seeds.map(({ incentive, period, seed }): Draw => {
    const close = closes.get(closeId(incentive, period))
    return {
      incentive,
      period,
      commitment: seedCommitment(seed),
      ...(close?.draw && {
        drawn: {
          at: close.at,
          seed: close.draw.seed,
          digest: close.draw.digest,
          winners: close.winners.map((winner) => names.get(winner) ?? '—'),
        },
      }),
    }
  })
}

/** The rows that decided contests, by their ids; entries stand apart from them. */
export async function loadCloses(
  { store, program }: Context,
  ids: readonly string[],
): Promise<Map<string, Close>> {
  const rows = await inChunks(ids, (some) =>
    store.db
      .selectFrom('gw_ledger')
      .selectAll()
      .where('program', '=', program.id)
      .where('id', 'in', some)
      .execute(),
  )
  const read = rows.map(readDecision).filter((row): row is Close => row?.type === 'close')
  return new Map(read.map((row) => [row.id, row]))
}
