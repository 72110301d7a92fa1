import { sql } from 'kysely'
import type { Context } from '../backend/context.ts'
import { unusedCode } from '../privacy/retired-codes.ts'
import { write } from '../store/transaction.ts'
import { skeletonOf } from './typed-code.ts'

/** Marks a code as nobody's choice: it works, and is never the one that its owner shows. */
const since = -1

/**
 * A code as chance writes them, for somebody whose own would tell that they are known, or who they are (`AMY42`, which
 * they had elsewhere): made once, and the same from then on.
 */
export async function standInOf(context: Context, person: string): Promise<string> {
  const { program, store } = context
  const known = await select(context, person)
  if (known !== undefined) return known
  // Somebody who takes it at the same moment makes this fail on the unique key, and all of it run again.
  return write(store, async (tx) => {
    const made = await tx
      .selectFrom('gw_codes')
      .select('code')
      .where('program', '=', program.id)
      .where('person', '=', person)
      .where('since', '<', 0)
      .executeTakeFirst()
    if (made) return made.code
    const code = await unusedCode(tx, context)
    await tx
      .insertInto('gw_codes')
      .values({ program: program.id, code, skeleton: skeletonOf(code), person, since })
      .execute()
    return code
  })
}

async function select({ store, program }: Context, person: string): Promise<string | undefined> {
  const row = await store.db
    .selectFrom('gw_codes')
    .select('code')
    .where('program', '=', program.id)
    .where('person', '=', person)
    .where('since', '<', 0)
    .executeTakeFirst()
  return row?.code
}

/** Whether a program has stand-ins: only then are codes that chance wrote looked up. */
export interface StandInWatch {
  /** As far as this server knows; it never waits. */
  any(): boolean
  /** There is one, which this server has just made. */
  note(): void
}

/** Milliseconds for which a server may not know of another's first stand-in: nobody shares a link faster. */
const patience = 10_000

/** Looks now, and again from time to time until there is one. */
export function watchStandIns({ store, program }: Pick<Context, 'store' | 'program'>): StandInWatch {
  let isAny = false
  let lookedAt = 0
  const look = (): void => {
    lookedAt = performance.now()
    store.db
      .selectFrom('gw_codes')
      .select('code')
      .where('program', '=', program.id)
      // Said outright: SQLite looks into a partial index only for what it can read in the statement.
      .where('since', '<', sql.lit(0))
      .limit(1)
      .executeTakeFirst()
      .then(
        (row) => (isAny ||= row !== undefined),
        // A store that does not answer tells that to whoever asks for more.
        () => undefined,
      )
  }
  look()
  return {
    any() {
      if (!isAny && performance.now() - lookedAt > patience) look()
      return isAny
    },
    note: () => void (isAny = true),
  }
}
