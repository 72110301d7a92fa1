import { randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { ErasuresTable } from '../store/tables/privacy.ts'
import { write } from '../store/transaction.ts'
import type { Asked } from './attributes.ts'
import { erasePerson, overwrite } from './erase.ts'

/** Somebody who was erased, as lists of them travel. */
export type Erasure = ErasuresTable

/**
 * Erases again whom an older copy of the database still knows; returns how many it knew. Whoever is not in it, or was
 * erased in it already, is passed over.
 */
export async function replayErasures(
  store: Store,
  erasures: readonly Erasure[],
  now: () => number = Date.now,
): Promise<number> {
  let count = 0
  for (const { program, person, asked } of erasures) {
    const context = { store, program: { id: program }, now, random: (bytes: number) => randomBytes(bytes) }
    const isNew = await write(store, async (tx) => {
      const known = await tx
        .selectFrom('gw_people')
        .select('id')
        .where('program', '=', program)
        .where('id', '=', person)
        .executeTakeFirst()
      if (!known) return false
      return erasePerson(tx, context, known, { by: 'restore', asked: JSON.parse(asked) as Asked })
    })
    if (isNew) count++
  }
  if (count > 0) await overwrite(store)
  return count
}

/** Everybody who was erased, in all programs. */
export async function listErasures({ db }: Store): Promise<Erasure[]> {
  const programs = await db.selectFrom('gw_erasures').select('program').distinct().execute()
  const lists = await Promise.all(
    programs.map(({ program }) =>
      db.selectFrom('gw_erasures').selectAll().where('program', '=', program).orderBy('person').execute(),
    ),
  )
  return lists.flat()
}
