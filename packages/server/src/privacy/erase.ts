import type { ParticipantKey } from '@goodword/adapters'
import { sql } from 'kysely'
import { audit, type AuditContext } from '../audit/audit.ts'
import { createId } from '../backend/people/code.ts'
import type { Person } from '../backend/people/people.ts'
import type { Store } from '../store/store.ts'
import { write, type Write } from '../store/transaction.ts'
import { askedBy, type Asked } from './attributes.ts'
import { forgetNotes } from './case-notes.ts'
import { reduceLedger, reduceMentions } from './ledger-facts.ts'
import { eraseAddress, eraseInvitations, eraseMessages, hashOf } from './mail-traces.ts'
import { forgetChosenCodes } from '../codes/resolve.ts'
import { forgetAnswers } from '../outbox/answers.ts'
import { noteAddress } from './mail-wishes.ts'
import { renameOrders } from './renamed-orders.ts'
import { retireCodes } from './retired-codes.ts'
import { findAnybody } from './find.ts'
import { findTraces, referrersBehind } from './traces.ts'

/** What erasing needs; a `Context` is one. */
export interface ErasureContext extends AuditContext {
  readonly store: Store
}

/** Who wants somebody forgotten. */
export interface Asker {
  /** As they are named by whoever calls. */
  readonly by: string
  /** As we know them: by their key. @default `by` */
  readonly actor?: string | undefined
}

/** What became of a wish to be forgotten. */
export interface ErasureReceipt {
  /** False when nobody is known by that key: forgotten before, or never met. */
  readonly erased: boolean
  /** The random key under which the bare facts stay. */
  readonly person?: string
}

/**
 * Forgets a person, in one transaction: name, e-mail, customer id, codes, browsers, all that they wrote, and messages
 * and invitations about them. What rewards and totals rest on stays under a random key, so no decision changes. Their
 * codes lead to the landing page and are never given again.
 *
 * Whoever was forgotten is not found any more, so a second call changes nothing.
 */
export async function erase(
  context: ErasureContext,
  who: ParticipantKey,
  asker: Asker,
): Promise<ErasureReceipt> {
  const { store, program } = context
  const person = await write(store, async (tx) => {
    const found = await findAnybody(tx, program.id, who)
    if (!found) return 'email' in who ? eraseStranger(tx, context, who.email, asker) : undefined
    const isFirst = await erasePerson(tx, context, found, { ...asker, asked: askedBy(program) })
    return isFirst ? found.id : undefined
  })
  if (person === undefined) return { erased: false }
  await overwrite(store)
  return { erased: true, ...(person !== nobody && { person }) }
}

const nobody = 'an invited address'

/** Somebody who was only ever written to. */
async function eraseStranger(
  tx: Write,
  context: ErasureContext,
  email: string,
  { by, actor = by }: Asker,
): Promise<string | undefined> {
  const program = context.program.id
  const messages = await eraseMessages(tx, program, { email })
  await reduceMentions(tx, program, { email })
  const invitations = await eraseAddress(tx, program, email)
  if (messages + invitations === 0) return undefined
  const address = await hashOf(tx, program, email)
  if (address !== undefined) await noteAddress(tx, program, address, context.now())
  const detail = { messages, invitations, by }
  await audit(tx, context, { actor, action: 'person.erased', subject: nobody, detail })
  return nobody
}

/**
 * Forgets somebody in a transaction of the caller's; `overwrite` belongs after it. False when somebody else did so in
 * the meantime.
 */
export async function erasePerson(
  tx: Write,
  context: ErasureContext,
  { id: person }: Pick<Person, 'id'>,
  { by, actor = by, asked }: Asker & { readonly asked: Asked },
): Promise<boolean> {
  const { program, random, now } = context
  // Before people, as everybody does: a report of theirs that comes meanwhile waits, and then finds whose it was forgotten.
  await tx
    .updateTable('gw_orders')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('program', '=', program.id)
    .where('friend', '=', person)
    .execute()
  const before = await tx
    .updateTable('gw_people')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('program', '=', program.id)
    .where('id', '=', person)
    .returningAll()
    .executeTakeFirst()
  const done = await tx
    .selectFrom('gw_erasures')
    .select('person')
    .where('program', '=', program.id)
    .where('person', '=', person)
    .executeTakeFirst()
  if (!before || done) return false
  const traces = await findTraces(tx, program.id, person)
  const referrers = await referrersBehind(tx, program.id, person, traces)
  await tx
    .updateTable('gw_referrers')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('program', '=', program.id)
    .where('person', 'in', referrers)
    .execute()

  // Nobody can type a code in small letters, and so nobody comes by it.
  const rename = (names: readonly string[]) => new Map(names.map((name) => [name, createId('x', random)]))
  const pseudonyms = { codes: rename(traces.codes), visitors: rename(traces.visitors) }
  const { customer_id: customer, email, name } = before
  const names = {
    customer,
    email: email ?? before.email_key,
    name,
    codes: [...traces.codes, ...traces.chosen],
  }
  // By codes and browsers, and so before these get other names.
  await forgetNotes(tx, program.id, person, traces)
  // Messages about these orders are kept, as they name nobody any more.
  await renameOrders(tx, context, person, names)
  const rows = await reduceLedger(tx, program.id, { person, names, traces, pseudonyms, asked })
  const messages = await eraseMessages(tx, program.id, names)
  await eraseInvitations(tx, program.id, person)
  await forgetAnswers(tx, program.id, person)
  for (const address of new Set([email, before.email_key]))
    if (address !== null) await eraseAddress(tx, program.id, address)
  await forgetTraces(tx, program.id, person, traces.visitors)
  for (const [code, fresh] of pseudonyms.codes)
    await tx
      .updateTable('gw_tallies')
      .set({ code: fresh })
      .where('program', '=', program.id)
      .where('code', '=', code)
      .execute()
  const chosen = await forgetChosenCodes(tx, program.id, person)
  await retireCodes(tx, context, [...traces.codes, ...chosen])
  await tx
    .updateTable('gw_people')
    .set({
      customer_id: null,
      email_key: null,
      email: null,
      name: null,
      address: null,
      device: null,
      traced_at: null,
      code: before.code === null ? null : pseudonyms.codes.get(before.code)!,
    })
    .where('program', '=', program.id)
    .where('id', '=', person)
    .execute()
  await tx
    .insertInto('gw_erasures')
    .values({ program: program.id, person, at: now(), asked: JSON.stringify(asked) })
    .execute()
  await audit(tx, context, {
    actor,
    action: 'person.erased',
    subject: person,
    detail: { rows, messages, by },
  })
  return true
}

/** Browsers and mailboxes. */
async function forgetTraces(
  tx: Write,
  program: string,
  person: string,
  visitors: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('gw_visitors')
    .where('program', '=', program)
    .where((eb) =>
      eb.or([eb('person', '=', person), ...(visitors.length > 0 ? [eb('visitor', 'in', visitors)] : [])]),
    )
    .execute()
  await tx.deleteFrom('gw_mailboxes').where('program', '=', program).where('person', '=', person).execute()
}

/**
 * What SQLite deleted is overwritten in its file, but a copy may stand in the log beside it until that is emptied.
 * Somebody who reads at this moment hinders it; then the next time does it. PostgreSQL does the like by itself
 * (autovacuum, and the turn of its log).
 */
export async function overwrite({ kind, db }: Store): Promise<void> {
  if (kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db)
}
