import { totalsOf } from '@goodword/program'
import { sql } from 'kysely'
import type { Job } from '../jobs/job.ts'
import { write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { lockParticipants } from './person-lock.ts'
import { rewardAt } from './reward-list.ts'
import { rowOfReward } from './reward-row.ts'
import { writeRewards } from './reward-writing.ts'
import { lockTotal, loadLines, rewardOf, type Line } from './total-line.ts'
import { handOutTo, hasRoom, nextInLine } from './total-places.ts'

/** Lines of one transaction. */
const batch = 100

/** Gives places that fell free to whoever is next in line, and writes the rewards that others' changes moved. */
export const totalsJob: Job = {
  name: 'totals',
  every: 1_000,
  isDue: async (context) => (await findWork(context)) !== undefined,
  async run(context) {
    const found = await findWork(context)
    return found !== undefined && work(context, found.incentive, found.lines)
  },
}

/** The first incentive where a reward is to be written again, or a place to be given. */
async function findWork(
  context: Context,
): Promise<{ readonly incentive: string; readonly lines: readonly Line[] } | undefined> {
  const { store, program } = context
  for (const [incentive, cap] of totalsOf(program)) {
    const total = await store.db
      .selectFrom('gw_totals')
      .selectAll()
      .where('program', '=', program.id)
      .where('incentive', '=', incentive)
      .executeTakeFirst()
    if (!total) continue
    const stale = await staleLines(context, incentive)
    const next = hasRoom(cap, total) ? await nextInLine(store.db, total, batch) : []
    if (stale.length + next.length > 0) return { incentive, lines: [...stale, ...next] }
  }
  return undefined
}

function staleLines({ store, program }: Context, incentive: string): Promise<Line[]> {
  return (
    store.db
      .selectFrom('gw_lines')
      .selectAll()
      .where('program', '=', program.id)
      .where('stale', '=', sql.lit(1))
      .where('incentive', '=', incentive)
      // Said outright: SQLite looks into a partial index only for what it can read in the statement.
      .limit(batch)
      .execute()
  )
}

/** Whether anything was done: what is left is looked for again. */
function work(context: Context, incentive: string, found: readonly Line[]): Promise<boolean> {
  const program = context.program.id
  const cap = totalsOf(context.program).get(incentive)!
  return write(context.store, async (tx) => {
    const participants = new Set(found.map(({ participant }) => participant))
    await lockParticipants(tx, context, participants)
    const total = await lockTotal(tx, program, incentive)
    const known = await loadLines(tx, program, incentive, new Set(found.map(({ reward }) => reward)))
    const lines = await handOutTo(tx, context, cap, total, known)
    const news = [...lines.values()].filter((line) => line.stale === 1 || line !== known.get(line.reward))
    const now = context.now()
    await writeRewards(
      tx,
      context,
      news.map((line) => rewardAt(rowOfReward(program, rewardOf(line)), now)),
    )
    return news.length > 0
  })
}
