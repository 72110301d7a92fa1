import { randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { ErasuresTable } from '../store/tables/privacy.ts'
import { write } from '../store/transaction.ts'
import type { Asked } from './attributes.ts'
import { erasePerson, overwrite } from './erase.ts'
import { listRefusals, replayWish, type MailKeys } from './mail-wishes.ts'

/** Somebody who was erased, or an address that was, or wants no more mail, as lists of them travel. */
export type Erasure = ErasuresTable

/**
 * Erases again whom an older copy of the database still knows; returns how many it knew. Whoever is not in it, or was
 * erased in it already, is passed over. `keys` are for a copy from before anybody was invited: without one, what people
 * wished for their address is passed over as well.
 */
export async function replayErasures(
  store: Store,
  erasures: readonly Erasure[],
  now: () => number = Date.now,
  keys: MailKeys = [],
): Promise<number> {
  let count = 0
  for (const key of keys)
    await store.db
      .insertInto('gw_mail_keys')
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const erasure of erasures) {
    const { program, person, asked } = erasure
    const context = { store, program: { id: program }, now, random: (bytes: number) => randomBytes(bytes) }
    const isNew = await write(store, async (tx) => {
      const isWish = await replayWish(tx, erasure)
      if (isWish !== undefined) return isWish
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

/** Everybody who was erased, or wants no more mail, in all programs. */
export async function listErasures(store: Store): Promise<Erasure[]> {
  const { db } = store
  const programs = new Set(
    [
      ...(await db.selectFrom('gw_erasures').select('program').distinct().execute()),
      ...(await listMailKeys(store)),
    ].map(({ program }) => program),
  )
  const lists = await Promise.all(
    [...programs].map(async (program) => [
      ...(await db
        .selectFrom('gw_erasures')
        .selectAll()
        .where('program', '=', program)
        .orderBy('person')
        .execute()),
      ...(await listRefusals(store, program)),
    ]),
  )
  return lists.flat()
}

/** Each program's key for the hashes of addresses. It stays in databases: with it, a list tells whether an address is in it. */
export const listMailKeys = ({ db }: Store): Promise<MailKeys> =>
  db.selectFrom('gw_mail_keys').select(['program', 'secret']).execute()
