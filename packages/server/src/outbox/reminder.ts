import type { Context } from '../backend/context.ts'
import { emailKey } from '../backend/people/people.ts'
import type { Reminded } from './mail.ts'

/** Milliseconds between an invitation and its one reminder. */
export const remindAfter = 3 * 86_400_000

/**
 * Whether a friend is still to be reminded: the program does it, the first mail arrived, the invitation was not taken
 * back or erased, the friend has not left, and nobody with their address has come since.
 */
export async function isStillWanted(
  { store: { db }, program: { id: program, mails } }: Context,
  email: string,
  { address, participant, mail }: Reminded,
): Promise<boolean> {
  if (!mails.reminder) return false
  const arrived = await db
    .selectFrom('gw_deliveries')
    .select('id')
    .where('program', '=', program)
    .where('message', '=', mail)
    .where('state', '=', 'delivered')
    .executeTakeFirst()
  const stands = await db
    .selectFrom('gw_invitations')
    .select('at')
    .where('program', '=', program)
    .where('address', '=', address)
    .where('participant', '=', participant)
    .where('mailed_at', 'is not', null)
    .executeTakeFirst()
  const welcome = await db
    .selectFrom('gw_mail_guards')
    .select('mailed_at')
    .where('program', '=', program)
    .where('address', '=', address)
    .where('refused_at', 'is', null)
    .executeTakeFirst()
  if (!arrived || !stands || !welcome) return false
  const come = await db
    .selectFrom('gw_people')
    .select('id')
    .where('program', '=', program)
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst()
  return !come
}
