import { createHmac } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/transaction.ts'
import type { AuditContext } from '../audit/audit.ts'

const purpose = 'order-references'

/** By store and program; a key never changes once it is there. */
const known = new WeakMap<Store, Map<string, string>>()

/** The key of a program's pseudonyms as this process knows it. */
export const knownKey = (store: Store, program: string): string | undefined => known.get(store)?.get(program)

/** The key that is there; `undefined` while no order was ever renamed. */
export async function findKey(
  db: Pick<Write, 'selectFrom'>,
  store: Store,
  program: string,
): Promise<string | undefined> {
  const cached = knownKey(store, program)
  if (cached !== undefined) return cached
  const row = await db
    .selectFrom('gw_salts')
    .select('salt')
    .where('program', '=', program)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row?.salt
}

/** Remembers a key that is committed. */
export function rememberKey(store: Store, program: string, key: string): void {
  const keys = known.get(store) ?? new Map<string, string>()
  known.set(store, keys.set(program, key))
}

/** The key, made by whoever needs it first. */
export async function requireKey(
  tx: Write,
  { program: { id: program }, random }: Pick<AuditContext, 'program' | 'random'>,
): Promise<string> {
  const fresh = Buffer.from(random(32)).toString('base64url')
  await tx
    .insertInto('gw_salts')
    .values({ program, purpose, salt: fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('gw_salts')
    .select('salt')
    .where('program', '=', program)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row?.salt ?? fresh
}

/** What an order's reference that names somebody is called instead: a keyed hash, the same each time. */
export const pseudonymOf = (key: string, reference: string): string =>
  `x_${createHmac('sha256', key).update(reference).digest('base64url')}`

/** Whether a reference is such a name already. */
export const isPseudonym = (reference: string): boolean => /^x_[\w-]{43}$/.test(reference)
