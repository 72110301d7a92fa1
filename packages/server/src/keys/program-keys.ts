import type { Program } from '@goodword/program'
import type { Store } from '../store/store.ts'
import { readGivenKeys, type GivenKeys } from './given-keys.ts'
import { adoptKey, createFirstKey, registerGiven, type KeyContext } from './key-book.ts'
import { dropSecrets, keepKeys, keyFile, keepServerKey, readKeys } from './key-file.ts'
import { createKeyring, type Keyring } from './keyring.ts'
import { createSecretKey } from './secret-key.ts'
import { createOwnerSessions, type OwnerSessions } from './owner-session.ts'

/** The keys of one program, as far as a server knows them. */
export interface ProgramKeys {
  /** Where it is known: it was given, or it is new. The database has its digest only. */
  readonly secret?: string
  /** Whether it has to be kept by somebody now, because it is not shown again. */
  readonly isNew: boolean
  /** What signs customers' identities; the first is the one to sign with. */
  readonly identity: readonly string[]
}

/** Everything that opens doors. */
export interface OpenKeys {
  readonly byProgram: Readonly<Record<string, ProgramKeys>>
  readonly keyring: Keyring
  readonly sessions: OwnerSessions
}

/** Whose keys, and where they are. */
export interface KeysOptions {
  readonly store: Store
  readonly programs: readonly Pick<Program, 'id'>[]
  readonly data: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Win over the environment's. */
  readonly given?: Readonly<Record<string, Partial<GivenKeys>>> | undefined
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
}

/**
 * Gets the keys of these programs ready: the given ones are registered, a program that never had a secret key gets one,
 * and one that an earlier version left in `keys.json` moves to the database.
 *
 * Rejects with `key-weak`, `key-ambiguous`, `key-unusable`, `key-revoked`, `keys-full` or `keys-unreadable`.
 */
export async function openKeys({ programs, data, env, ...options }: KeysOptions): Promise<OpenKeys> {
  const { store, now, random } = options
  const fromEnv = readGivenKeys(programs, env)
  const given = programs.map(({ id }) => ({ id, ...fromEnv[id]!, ...options.given?.[id] }))
  const unsigned = given.flatMap(({ id, identity }) => (identity.length > 0 ? [] : [id]))
  const kept = (unsigned.length > 0 ? keepKeys(unsigned, data) : readKeys(keyFile(data))) ?? {}
  const keys: Record<string, ProgramKeys> = {}
  for (const { id, secrets, identity } of given) {
    const context = { store, program: id, now, random, actor: 'goodword serve' }
    keys[id] = {
      ...(await openSecret(context, secrets, kept[id]?.secret)),
      identity: identity.length > 0 ? identity : [kept[id]!.identity],
    }
  }
  const isServed = (id: string): boolean => programs.some((program) => program.id === id)
  dropSecrets(data, isServed)
  const serverKey = env['GOODWORD_SERVER_KEY'] || keepServerKey(data) || createSecretKey(random)
  return {
    byProgram: keys,
    keyring: createKeyring(store, now),
    sessions: createOwnerSessions(serverKey, now),
  }
}

async function openSecret(
  context: KeyContext,
  given: readonly string[],
  left: string | undefined,
): Promise<Pick<ProgramKeys, 'secret' | 'isNew'>> {
  const isGiven = left !== undefined && given.includes(left)
  if (left !== undefined && !isGiven) await adoptKey(context, left)
  const [first] = given
  if (first !== undefined) {
    await registerGiven(context, given)
    return { secret: first, isNew: false }
  }
  const secret = left ?? (await createFirstKey(context))
  return { ...(secret !== undefined && { secret }), isNew: secret !== undefined }
}
