import { hashAddress } from '../outbox/mail-key.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { mentions, type Names } from './mentions.ts'

/**
 * Takes messages away that name a person, sent or not, with what their receivers answered; returns how many. Those that
 * have no more than the person's key stay: it leads nowhere any more.
 */
export async function eraseMessages(tx: Write, program: string, names: Names): Promise<number> {
  const naming = mentions(names)
  if (!naming) return 0
  const found = await tx
    .selectFrom('gw_outbox')
    .select('id')
    .where('program', '=', program)
    .where(naming)
    .execute()
  await inChunks(found, async (some) => {
    const ids = some.map(({ id }) => id)
    await tx.deleteFrom('gw_deliveries').where('program', '=', program).where('message', 'in', ids).execute()
    await tx.deleteFrom('gw_outbox').where('program', '=', program).where('id', 'in', ids).execute()
    return []
  })
  return found.length
}

/** Takes away whom somebody invited. */
export async function eraseInvitations(tx: Write, program: string, person: string): Promise<void> {
  await tx
    .deleteFrom('gw_invitations')
    .where('program', '=', program)
    .where('participant', '=', person)
    .execute()
}

/** The keyed hash of an address; `undefined` while nobody was ever invited. */
export async function hashOf(tx: Write, program: string, email: string): Promise<string | undefined> {
  const key = await tx
    .selectFrom('gw_mail_keys')
    .select('secret')
    .where('program', '=', program)
    .executeTakeFirst()
  return key && hashAddress(key.secret, email)
}

/** Takes away that an address was invited; returns how often it was. */
export async function eraseAddress(tx: Write, program: string, email: string): Promise<number> {
  const address = await hashOf(tx, program, email)
  return address === undefined ? 0 : eraseAddressHash(tx, program, address)
}

/** The same, of a keyed hash. */
export async function eraseAddressHash(tx: Write, program: string, address: string): Promise<number> {
  const invitations = await tx
    .deleteFrom('gw_invitations')
    .where('program', '=', program)
    .where('address', '=', address)
    .returning('at')
    .execute()
  // Who wants no more mail is not written to again, erased or not: that hash stays.
  await tx
    .deleteFrom('gw_mail_guards')
    .where('program', '=', program)
    .where('address', '=', address)
    .where('refused_at', 'is', null)
    .execute()
  return invitations.length
}
