import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Context } from '../backend/context.ts'
import { emailKey } from '../backend/people.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'

interface Known {
  readonly secret: string | undefined
  readonly until: number
}

/** Milliseconds that a process may not know of the first invitation of another process. */
const staleness = 5000

/** A key never changes once it is there; that there is none is asked again. */
const known = new WeakMap<Store, Map<string, Known>>()

/** The program's mail key; `undefined` while nobody was ever invited. */
export async function findMailKey(
  db: Kysely<Tables>,
  { store, program }: Context,
): Promise<string | undefined> {
  const byProgram = known.get(store) ?? new Map<string, Known>()
  known.set(store, byProgram)
  const cached = byProgram.get(program.id)
  if (cached && cached.until > performance.now()) return cached.secret
  const row = await db
    .selectFrom('gw_mail_keys')
    .select('secret')
    .where('program', '=', program.id)
    .executeTakeFirst()
  const until = row ? Infinity : performance.now() + staleness
  byProgram.set(program.id, { secret: row?.secret, until })
  return row?.secret
}

/** The program's mail key, made by whoever needs it first; to be called before a transaction, which might be undone. */
export async function requireMailKey(context: Context): Promise<string> {
  const { store, program, random } = context
  const found = await findMailKey(store.db, context)
  if (found !== undefined) return found
  const secret = Buffer.from(random(32)).toString('base64url')
  await store.db
    .insertInto('gw_mail_keys')
    .values({ program: program.id, secret })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  known.get(store)?.delete(program.id)
  return (await findMailKey(store.db, context)) ?? secret
}

/** What an address is kept as: nothing without the key tells whose it is. */
export const hashAddress = (secret: string, email: string): string =>
  mac(secret, `address:${emailKey(email)}`)

/** Names an address in a link that ends its mails. */
export const createLeaveToken = (secret: string, address: string): string =>
  `${address}.${mac(secret, `leave:${address}`)}`

/** The address that a token names; `undefined` for one that we did not make. */
export function readLeaveToken(secret: string, token: string): string | undefined {
  const [, address, signature] = /^([\w-]{43})\.([\w-]{43})$/.exec(token) ?? []
  if (address === undefined || signature === undefined) return undefined
  const expected = mac(secret, `leave:${address}`)
  return timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) ? address : undefined
}

const mac = (secret: string, text: string): string =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url')

/** The hashes of some addresses, or nothing where nobody was ever invited. */
export async function hashesOf(
  tx: Write,
  context: Context,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const secret = emails.length > 0 ? await findMailKey(tx, context) : undefined
  if (secret === undefined) return new Map()
  return new Map(emails.map((email) => [email, hashAddress(secret, email)]))
}
