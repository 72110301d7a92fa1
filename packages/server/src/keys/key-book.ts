import { GoodwordError } from '@goodword/program'
import type { Selectable } from 'kysely'
import { audit } from '../audit/audit.ts'
import { createId } from '../backend/code.ts'
import type { Store } from '../store/store.ts'
import type { KeysTable } from '../store/tables/keys.ts'
import { write, type Write } from '../store/transaction.ts'
import { createSecretKey, digestOf } from './secret-key.ts'

/** A secret key, as its owner may see it again: never the key itself. */
export interface SecretKey {
  readonly id: string
  readonly label: string
  /** `given` came from the environment. */
  readonly kind: 'made' | 'given'
  readonly state: 'live' | 'expired' | 'revoked'
  /** Epoch milliseconds, as all times here. */
  readonly createdAt: number
  readonly expiresAt?: number
  /** To the hour. */
  readonly lastUsedAt?: number
}

/** A new key. `secret` is shown this once, and kept nowhere. */
export interface MadeKey extends SecretKey {
  readonly secret: string
}

/** What the key book works with. */
export interface KeyContext {
  readonly store: Store
  readonly program: string
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** Who asks, for the audit log: a key's id, or which of our commands. */
  readonly actor: string
}

/** How many live keys a program has at most: one, and the one that replaces it. */
const places = [1, 2] as const

/** All keys that the program ever had, newest first. */
export async function listKeys({ store, program, now }: KeyContext): Promise<SecretKey[]> {
  const rows = await store.db
    .selectFrom('gw_keys')
    .selectAll()
    .where('program', '=', program)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => presentKey(row, now()))
}

/** Makes a key. Rejects with `keys-full` when two are live. */
export async function createKey(context: KeyContext, label: string): Promise<MadeKey> {
  const secret = createSecretKey(context.random)
  const hash = await digestOf(secret)
  const row = await write(context.store, (tx) => insertKey(tx, context, { kind: 'made', hash, label }))
  return { ...presentKey(row, context.now()), secret }
}

/** Makes a program's first key, and returns it; nothing for a program that has had one. */
export async function createFirstKey(context: KeyContext): Promise<string | undefined> {
  const secret = createSecretKey(context.random)
  const hash = await digestOf(secret)
  return write(context.store, async (tx) => {
    const known = await tx
      .selectFrom('gw_keys')
      .select('id')
      .where('program', '=', context.program)
      .limit(1)
      .executeTakeFirst()
    if (known) return undefined
    // The first place and no other: whoever else has taken it since is then in the way, and is seen the second time.
    await insertKey(tx, context, { kind: 'made', hash, label: 'first' }, 1)
    return secret
  })
}

/**
 * Makes a key that takes the place of the one that is live, which goes on for `grace` milliseconds so that servers have
 * time to change over. Rejects with `keys-full` when two are live already.
 */
export async function rotateKey(context: KeyContext, label: string, grace: number): Promise<MadeKey> {
  const secret = createSecretKey(context.random)
  const hash = await digestOf(secret)
  const row = await write(context.store, async (tx) => {
    const made = await insertKey(tx, context, { kind: 'made', hash, label })
    const end = context.now() + grace
    await tx
      .updateTable('gw_keys')
      .set({ expires_at: end })
      .where('program', '=', context.program)
      .where('slot', 'is not', null)
      .where('id', '<>', made.id)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', end)]))
      .execute()
    return made
  })
  return { ...presentKey(row, context.now()), secret }
}

/** Ends a key for good; one that has ended is returned as it is. Rejects with `key-unknown`. */
export async function revokeKey(context: KeyContext, id: string): Promise<SecretKey> {
  const { store, program, now } = context
  const row = await write(store, async (tx) => {
    const revoked = await tx
      .updateTable('gw_keys')
      .set({ revoked_at: now(), slot: null })
      .where('program', '=', program)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (revoked) await note(tx, context, 'key.revoked', id)
    return revoked ?? (await findKey(tx, program, 'id', id))
  })
  if (row) return presentKey(row, now())
  throw new GoodwordError(
    'key-unknown',
    `Program "${program}" has no key with the id "${id.slice(0, 64)}". List the keys to see their ids.`,
  )
}

/**
 * Keeps keys that came from elsewhere by their digests. Those that were given before, and are not now, end. Rejects with
 * `keys-full`, or with `key-revoked` for a key that somebody ended.
 */
export async function registerGiven(context: KeyContext, secrets: readonly string[]): Promise<void> {
  const hashes = await Promise.all(secrets.map(digestOf))
  await write(context.store, async (tx) => {
    await tx
      .updateTable('gw_keys')
      .set({ slot: null, expires_at: context.now() })
      .where('program', '=', context.program)
      .where('kind', '=', 'given')
      .where('slot', 'is not', null)
      .where('hash', 'not in', hashes)
      .execute()
    for (const hash of hashes) await registerOne(tx, context, { kind: 'given', hash, label: 'environment' })
  })
}

/** Keeps one key that was in a file before, by its digest; one that is known already stays as it is. */
export async function adoptKey(context: KeyContext, secret: string): Promise<void> {
  const hash = await digestOf(secret)
  await write(context.store, async (tx) => {
    if (await findKey(tx, context.program, 'hash', hash)) return
    await insertKey(tx, context, { kind: 'made', hash, label: 'keys.json' })
  })
}

type NewKey = Pick<KeysTable, 'kind' | 'hash' | 'label'>

async function registerOne(tx: Write, context: KeyContext, key: NewKey): Promise<void> {
  const known = await findKey(tx, context.program, 'hash', key.hash)
  if (!known) return void (await insertKey(tx, context, key))
  if (known.revoked_at !== null)
    throw new GoodwordError(
      'key-revoked',
      `The secret key given for program "${context.program}" was revoked (${known.id}). Give another: openssl rand -hex 32`,
    )
  if (known.slot !== null && known.expires_at === null) return
  await tx
    .updateTable('gw_keys')
    .set({ slot: known.slot ?? (await freePlace(tx, context)), expires_at: null })
    .where('program', '=', context.program)
    .where('id', '=', known.id)
    .execute()
}

async function insertKey(
  tx: Write,
  context: KeyContext,
  key: NewKey,
  slot?: number,
): Promise<Selectable<KeysTable>> {
  const { program, now, random } = context
  const row = {
    program,
    id: createId('key', random, 12),
    ...key,
    slot: slot ?? (await freePlace(tx, context)),
    created_at: now(),
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
  }
  await tx.insertInto('gw_keys').values(row).execute()
  await note(tx, context, `key.${key.kind}`, row.id)
  return row
}

const note = (tx: Write, { program, now, random, actor }: KeyContext, action: string, subject: string) =>
  audit(tx, { program: { id: program }, now, random }, { actor, action, subject })

/** Two at once that find the same place free: the unique key refuses one, whose transaction begins again. */
async function freePlace(tx: Write, { program, now }: KeyContext): Promise<number> {
  await tx
    .updateTable('gw_keys')
    .set({ slot: null })
    .where('program', '=', program)
    .where('expires_at', '<=', now())
    .execute()
  const taken = await tx
    .selectFrom('gw_keys')
    .select(['id', 'slot'])
    .where('program', '=', program)
    .where('slot', 'is not', null)
    .execute()
  const free = places.find((place) => taken.every(({ slot }) => slot !== place))
  if (free !== undefined) return free
  throw new GoodwordError(
    'keys-full',
    `Program "${program}" has two live keys already (${taken.map(({ id }) => id).join(', ')}). Revoke one of them first.`,
  )
}

const findKey = (
  tx: Write,
  program: string,
  by: 'id' | 'hash',
  value: string,
): Promise<Selectable<KeysTable> | undefined> =>
  tx.selectFrom('gw_keys').selectAll().where('program', '=', program).where(by, '=', value).executeTakeFirst()

function presentKey(row: Selectable<KeysTable>, now: number): SecretKey {
  const { id, label, kind, created_at, expires_at, revoked_at, last_used_at } = row
  const isExpired = expires_at !== null && expires_at <= now
  return {
    id,
    label,
    kind,
    state: revoked_at === null ? (isExpired ? 'expired' : 'live') : 'revoked',
    createdAt: created_at,
    ...(expires_at !== null && { expiresAt: expires_at }),
    ...(last_used_at !== null && { lastUsedAt: last_used_at }),
  }
}
