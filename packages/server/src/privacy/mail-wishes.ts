import { sql, type SqlBool } from 'kysely'
import type { ErasuresTable } from '../store/tables/privacy.ts'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/transaction.ts'
import { hashAddress } from '../outbox/mail-key.ts'
import { eraseAddressHash, eraseMessages } from './mail-traces.ts'
import { reduceMentions } from './ledger-facts.ts'

/**
 * Addresses among those who were erased: somebody who was only ever written to, or who wants no more mail. Each by the
 * keyed hash that invitations have, which says nothing without the program's mail key.
 */
const kinds = { erased: 'address:', refused: 'refused:' } as const

/** How an address stands in the list of who was erased. */
const wishOf = (kind: keyof typeof kinds, hash: string): string => `${kinds[kind]}${hash}`

/** The mail keys of all programs: a copy from before the first invitation lacks one. */
export type MailKeys = readonly { readonly program: string; readonly secret: string }[]

/** Everybody who wants no more mail, as in a list of who was erased. */
export async function listRefusals({ db }: Pick<Store, 'db'>, program: string): Promise<ErasuresTable[]> {
  const rows = await db
    .selectFrom('gw_mail_guards')
    .select(['address', 'refused_at'])
    .where('program', '=', program)
    .where('refused_at', 'is not', null)
    .orderBy('address')
    .execute()
  return rows.map(({ address, refused_at: at }) => ({
    program,
    person: wishOf('refused', address),
    at: at ?? 0,
    asked: '{}',
  }))
}

/** Notes that an address was erased, for copies that still know it. */
export async function noteAddress(tx: Write, program: string, hash: string, at: number): Promise<void> {
  await tx
    .insertInto('gw_erasures')
    .values({ program, person: wishOf('erased', hash), at, asked: '{}' })
    .onConflict((conflict) => conflict.columns(['program', 'person']).doUpdateSet({ at }))
    .execute()
}

/**
 * Does again what somebody wished for their address; `undefined` for a row about a person. False where it was done, or
 * where nobody was ever invited: then the hash fits no address.
 */
export async function replayWish(
  tx: Write,
  { program, person, at }: ErasuresTable,
): Promise<boolean | undefined> {
  const kind = (['erased', 'refused'] as const).find((each) => person.startsWith(kinds[each]))
  if (kind === undefined) return undefined
  const hash = person.slice(kinds[kind].length)
  const key = await tx
    .selectFrom('gw_mail_keys')
    .select('secret')
    .where('program', '=', program)
    .executeTakeFirst()
  if (!key) return false
  if (kind === 'refused') return refuse(tx, program, hash, at)
  const done = await tx
    .selectFrom('gw_erasures')
    .select('at')
    .where('program', '=', program)
    .where('person', '=', person)
    .executeTakeFirst()
  if (done && done.at >= at) return false
  for (const email of await findAddresses(tx, program, (found) => hashAddress(key.secret, found) === hash)) {
    await eraseMessages(tx, program, { email })
    await reduceMentions(tx, program, { email })
  }
  await eraseAddressHash(tx, program, hash)
  await noteAddress(tx, program, hash, at)
  return true
}

async function refuse(tx: Write, program: string, address: string, at: number): Promise<boolean> {
  const rows = await tx
    .insertInto('gw_mail_guards')
    .values({ program, address, mailed_at: at, refused_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['program', 'address'])
        .doUpdateSet({ refused_at: at })
        .where('gw_mail_guards.refused_at', 'is', null),
    )
    .returning('address')
    .execute()
  return rows.length > 0
}

/** Addresses in the clear that a hash is of: in mails that wait, and in what browsers wrote. */
async function findAddresses(
  tx: Write,
  program: string,
  isMeant: (email: string) => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const table of ['gw_outbox', 'gw_ledger'] as const) {
    const rows = await tx
      .selectFrom(table)
      .select('body')
      .where('program', '=', program)
      .where((eb) => eb.or([eb('body', 'like', '%@%'), sql<SqlBool>`body like '%!%40%' escape '!'`]))
      .execute()
    for (const { body } of rows)
      for (const [text] of body.matchAll(/[^\s"'<>=&?#,;:/\\()]+?(?:@|%40)[\w.-]+/gi)) {
        const email = text.replace(/%40/gi, '@').replace(/%2B/gi, '+').replace(/\.$/, '')
        if (isMeant(email)) found.add(email)
      }
  }
  return found
}
