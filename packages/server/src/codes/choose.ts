import type { ParticipantKey } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Context } from '../backend/context.ts'
import { requireParticipant } from '../backend/enrolment.ts'
import { isRetired } from '../privacy/retired-codes.ts'
import { write } from '../store/transaction.ts'
import { parseChosen } from './chosen-code.ts'
import { asMade, skeletonOf } from './typed-code.ts'

/** How many codes somebody may choose, since every one of them keeps working. */
const most = 5

/**
 * Gives a participant a code that they chose; the codes that they had keep working. Rejects with `code-invalid`,
 * `code-taken` (by another participant's, or one that looks like it), `codes-full`, `participant-unknown`, or
 * `unsupported` where the program does not allow it.
 */
export async function chooseCode(
  context: Context,
  who: ParticipantKey,
  typed: string,
  actor: string,
): Promise<void> {
  const { program, store, now } = context
  if (!program.codes.vanity)
    throw new GoodwordError(
      'unsupported',
      'This program gives its own codes. Its owner can change that with `codes: { vanity: true }`.',
    )
  const code = parseChosen(typed, program)
  const skeleton = skeletonOf(code)
  const { id } = await requireParticipant(context, who)
  await write(store, async (tx) => {
    const rows = () => tx.selectFrom('gw_codes').selectAll().where('program', '=', program.id)
    const alike = await rows().where('skeleton', '=', skeleton).executeTakeFirst()
    if (alike && (alike.person !== id || alike.code !== code)) throw taken(code)
    if (alike) {
      // One of their own: it is the one that they show from now on.
      await tx
        .updateTable('gw_codes')
        .set({ since: now() })
        .where('program', '=', program.id)
        .where('code', '=', code)
        .execute()
    } else {
      const made = asMade(code)
      const person = await tx
        .selectFrom('gw_people')
        .select('id')
        .where('program', '=', program.id)
        .where('code', 'in', [code, ...(made ? [made] : [])])
        .executeTakeFirst()
      const isGone = (await isRetired(tx, program.id, code)) || (await isRetired(tx, program.id, skeleton))
      if (person || isGone) throw taken(code)
      const own = await rows().where('person', '=', id).execute()
      if (own.length >= most)
        throw new GoodwordError(
          'codes-full',
          `This participant has chosen ${most} codes already, and all of them work. Use one of those.`,
        )
      // Somebody who takes it at the same moment makes this fail on the unique key, and all of it run again.
      await tx
        .insertInto('gw_codes')
        .values({ program: program.id, code, skeleton, person: id, since: now() })
        .execute()
    }
    // The code itself may be a name.
    await audit(tx, context, { actor, action: 'code.chosen', subject: id })
  })
}

const taken = (code: string): GoodwordError =>
  new GoodwordError('code-taken', `"${code}" is taken, or looks like a code that is. Choose another.`)
