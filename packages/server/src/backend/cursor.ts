import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'

/** How far a job has come; `undefined` before it ever ran. */
export async function readCursor(
  db: Kysely<Tables>,
  program: string,
  name: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('gw_cursors')
    .select('at')
    .where('program', '=', program)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.at
}

/** Notes how far a job has come, in the transaction of what it did. */
export async function keepCursor(tx: Write, program: string, name: string, at: number): Promise<void> {
  await tx
    .insertInto('gw_cursors')
    .values({ program, name, at })
    .onConflict((conflict) => conflict.columns(['program', 'name']).doUpdateSet({ at }))
    .execute()
}
