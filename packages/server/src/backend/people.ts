import type { ParticipantKey } from '@goodword/adapters'
import type { Customer } from '@goodword/program'
import type { Insertable, Kysely, Selectable, Updateable } from 'kysely'
import type { PeopleTable, Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { codeKey, createId } from './code.ts'
import { isStorable, type Context } from './context.ts'

/** Anybody, with a code or without. */
export type Person = Selectable<PeopleTable>
/** Someone with a code. */
export type Enrolled = Person & { readonly code: string }

/** An e-mail as a key: trimmed, in lower case. */
export const emailKey = (email: string): string => email.trim().toLowerCase()

/** Finds one person by one of their keys. */
export async function findPerson(
  db: Kysely<Tables>,
  program: string,
  who: ParticipantKey,
): Promise<Person | undefined> {
  const [column, value] =
    'customer' in who
      ? (['customer_id', who.customer] as const)
      : 'email' in who
        ? (['email_key', emailKey(who.email)] as const)
        : (['code', codeKey(who.code)] as const)
  if (!isStorable(value)) return undefined
  return db
    .selectFrom('gw_people')
    .selectAll()
    .where('program', '=', program)
    .where(column, '=', value)
    .executeTakeFirst()
}

/** Whose word says who a customer is. */
export interface Claim {
  readonly customer: Customer
  /** A secret key or a signed identity says so: only then are identifiers added to people whom we know. */
  readonly trusted: boolean
  /** The person whom the same browser was last seen as. */
  readonly seenAs?: Person | undefined
}

/**
 * The person that a customer is. An id is the owner's word and wins; an e-mail counts where its person has no other
 * id; then whoever converted nameless in the same browser. `undefined` for somebody new.
 */
export async function findCustomer(
  db: Kysely<Tables>,
  program: string,
  claim: Claim,
): Promise<{ person?: Person | undefined; mailed?: Person | undefined }> {
  const { id, email } = claim.customer
  const known = id === undefined ? undefined : await findPerson(db, program, { customer: id })
  const mailed = email === undefined ? undefined : await findPerson(db, program, { email })
  return chooseCustomer(claim, known, mailed)
}

/** Of the one who has a customer's id and the one who has their e-mail, who the customer is. */
export function chooseCustomer(
  { customer: { id }, trusted, seenAs }: Claim,
  known: Person | undefined,
  mailed: Person | undefined,
): { person?: Person | undefined; mailed?: Person | undefined } {
  if (known) return { person: known, mailed }
  // A stranger's word does not join an id to an e-mail that somebody has.
  const isTheirs = mailed && (id === undefined || (trusted && mailed.customer_id === null))
  if (isTheirs) return { person: mailed, mailed }
  const isNameless = seenAs && seenAs.customer_id === null && seenAs.email_key === null && !seenAs.code
  return { person: isNameless ? seenAs : undefined, mailed }
}

/** Finds a customer, learns what is new about them, and makes them when there is nobody. */
export async function resolveCustomer(tx: Write, context: Context, claim: Claim): Promise<Person> {
  const program = context.program.id
  for (;;) {
    const { person, mailed } = await findCustomer(tx, program, claim)
    if (person) return learn(tx, person, learnable(person, mailed, claim))
    const made = await createPerson(tx, context, keysOfNew(claim, mailed))
    // Somebody else made them at the same time: find that one.
    if (made) return made
  }
}

/** What is kept of somebody new. */
export function keysOfNew(
  { customer: { id, email, name }, trusted }: Claim,
  mailed: Person | undefined,
): Pick<Person, 'customer_id' | 'email_key' | 'email' | 'name'> {
  // An unproven claim is kept as one key only: two would join what may not belong together.
  const useEmail = email !== undefined && !mailed && (trusted || id === undefined)
  return {
    customer_id: id ?? null,
    email_key: useEmail ? emailKey(email) : null,
    email: useEmail || trusted ? (email ?? null) : null,
    name: name || null,
  }
}

/** What a claim adds to somebody whom we know; nothing, most of the time. */
export function learnable(
  person: Person,
  mailed: Person | undefined,
  { customer: { id, email, name }, trusted, seenAs }: Claim,
): Updateable<PeopleTable> {
  const news: { -readonly [K in keyof PeopleTable]?: PeopleTable[K] } = {}
  const isNameless = person.id === seenAs?.id && person.customer_id === null && person.email_key === null
  if (id !== undefined && person.customer_id === null) news.customer_id = id
  const isFirstKey = isNameless && id === undefined
  if (email !== undefined && (trusted || isFirstKey) && email !== person.email) {
    if (trusted || !mailed) news.email = email
    if (!mailed) news.email_key = emailKey(email)
  }
  // Whoever knows no more than an e-mail cannot rename the person behind it.
  if (name && name !== person.name && (isNameless || (trusted && id !== undefined))) news.name = name
  return news
}

async function learn(tx: Write, person: Person, news: Updateable<PeopleTable>): Promise<Person> {
  if (Object.keys(news).length === 0) return person
  return tx
    .updateTable('gw_people')
    .set(news)
    .where('program', '=', person.program)
    .where('id', '=', person.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A new person; `undefined` when one of their keys was taken in the meantime. */
export async function createPerson(
  tx: Write,
  { program, now, random }: Context,
  keys: Partial<Insertable<PeopleTable>> = {},
): Promise<Person | undefined> {
  const blank = { customer_id: null, email_key: null, email: null, name: null, code: null }
  return tx
    .insertInto('gw_people')
    .values({
      ...blank,
      program: program.id,
      id: createId('p', random),
      created_at: now(),
      revision: 0,
      ...keys,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}
