import { codeTaken } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { codeKey } from '../backend/code.ts'
import type { Context } from '../backend/context.ts'
import { isRetired } from '../privacy/retired-codes.ts'
import type { Write } from '../store/transaction.ts'
import { isMade, skeletonOf } from './typed-code.ts'

/**
 * Whether a code from elsewhere is this person's already, by either table of codes; throws `code-taken` when it is
 * somebody else's, or was, before they were erased.
 */
export async function isOwnCode(
  tx: Write,
  { program }: Context,
  person: string,
  code: string,
): Promise<boolean> {
  const key = codeKey(code)
  const given = await tx
    .selectFrom('gw_people')
    .select('id')
    .where('program', '=', program.id)
    .where('code', '=', key)
    .executeTakeFirst()
  const alike = await tx
    .selectFrom('gw_codes')
    .select(['person as id', 'code'])
    .where('program', '=', program.id)
    .where('skeleton', '=', skeletonOf(code))
    .executeTakeFirst()
  const owner = given?.id ?? (alike?.code === key ? alike.id : undefined)
  if (owner === person) return true
  if (owner !== undefined || (await isRetired(tx, program.id, key))) throw codeTaken(code)
  return false
}

/**
 * Keeps a code from elsewhere for somebody who has one of ours. Throws `code-taken` for one that looks like another's,
 * and `code-invalid` for one that looks like those that we make, which are never looked up twice.
 */
export async function addOldCode(tx: Write, context: Context, person: string, code: string): Promise<void> {
  if (await isOwnCode(tx, context, person, code)) return
  const key = codeKey(code)
  if (isMade(key))
    throw new GoodwordError(
      'code-invalid',
      `The code "${code}" looks like one of ours, and this customer has one. Give them that one to share.`,
    )
  const added = await tx
    .insertInto('gw_codes')
    // Older than any that they choose themselves, so that they show that one.
    .values({ program: context.program.id, code: key, skeleton: skeletonOf(code), person, since: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .execute()
  if (added.length === 0) throw codeTaken(code)
}
