import { sql } from 'kysely'
import type { Context } from './context.ts'

/** One more than those who brought more friends. */
export async function rankOf({ store, program }: Context, friends: number): Promise<number> {
  const { ahead } = await store.db
    .selectFrom('gw_ranks')
    .select(sql<number | null>`sum(referrers)`.as('ahead'))
    .where('program', '=', program.id)
    .where('friends', '>', friends)
    .executeTakeFirstOrThrow()
  return 1 + (ahead ?? 0)
}
