import { displayName } from '@goodword/adapters'
import { contestsOf } from '@goodword/program'
import { inChunks } from '../store/transaction.ts'
import { standingsOf } from './contest-tally.ts'
import type { Context } from './context.ts'

/** Places that are shown of each. */
const most = 100

/** A rank or a draw as it stands in its present period: nothing of it is decided. */
export interface OpenContest {
  readonly incentive: string
  readonly kind: 'rank' | 'draw'
  /** The period's first day, `yyyy-mm-dd`. */
  readonly period: string
  /** From when on it is decided, epoch milliseconds. */
  readonly closesAt: number
  /** Best first, at most 100; of a draw the entries of those whose keys come first. */
  readonly standings: readonly {
    readonly participant: string
    readonly name?: string
    readonly score: number
  }[]
}

/** The ranks and draws of a program as they stand now. It counts their periods' orders, so that it takes as long as these are many. */
export async function listContests(context: Context): Promise<OpenContest[]> {
  const found: OpenContest[] = []
  for (const contest of contestsOf(context.program)) {
    const period = contest.periodAt(context.now())
    const scores = (await standingsOf(context, contest, period))?.scores.slice(0, most) ?? []
    const names = await namesOf(
      context,
      scores.map(({ participant }) => participant),
    )
    found.push({
      incentive: contest.incentive,
      kind: contest.kind,
      period: period.key,
      closesAt: contest.closesAt(period),
      standings: scores.map(({ participant, score }) => {
        const name = names.get(participant)
        return { participant, score, ...(name !== undefined && { name }) }
      }),
    })
  }
  return found
}

/** The display names of those who have one. */
export async function namesOf(
  { store, program }: Context,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await inChunks(new Set(people), (some) =>
    store.db
      .selectFrom('gw_people')
      .select(['id', 'name'])
      .where('program', '=', program.id)
      .where('id', 'in', some)
      .execute(),
  )
  return new Map(
    rows.flatMap(({ id, name }) => {
      const shown = displayName(name ?? undefined)
      return shown === undefined ? [] : [[id, shown] as const]
    }),
  )
}
