import { seedCommitment } from '@goodword/program'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Context } from './context.ts'

/** The secret of one draw, the same whoever asks: made once, by whoever comes first. */
export async function seedFor(context: Context, incentive: string, period: string): Promise<string> {
  const { store, program, now, random } = context
  const known = await readSeed(store.db, program.id, incentive, period)
  if (known !== undefined) return known
  const seed = Buffer.from(random(32)).toString('hex')
  await store.db
    .insertInto('gw_seeds')
    .values({ program: program.id, incentive, period, seed, made_at: now() })
    .onConflict((conflict) => conflict.columns(['program', 'incentive', 'period']).doNothing())
    .execute()
  // Another server may have been first.
  return (await readSeed(store.db, program.id, incentive, period))!
}

/** What may be published of a draw from its period's beginning: the SHA-256 of its secret. */
export const commitmentFor = async (context: Context, incentive: string, period: string): Promise<string> =>
  seedCommitment(await seedFor(context, incentive, period))

async function readSeed(
  db: Kysely<Tables>,
  program: string,
  incentive: string,
  period: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('gw_seeds')
    .select('seed')
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .where('period', '=', period)
    .executeTakeFirst()
  return row?.seed
}
