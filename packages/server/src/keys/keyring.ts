import type { Store } from '../store/store.ts'
import { digestOf, isSameDigest } from './secret-key.ts'

/** Tells whose key it is, mostly without asking the database. */
export interface Keyring {
  /** The id of the program's live key that `secret` is. */
  find(program: string, secret: string): Promise<string | undefined>
}

/** Milliseconds for which a program's keys are believed: so soon a revoked key is refused everywhere. */
const freshFor = 5_000
/** Milliseconds between two looks for a key that was not there: strangers' guesses cost no queries. */
const betweenLooks = 1_000
/** How coarse the last use of a key is kept. */
const hour = 3_600_000

interface Live {
  readonly id: string
  readonly hash: string
  readonly expires_at: number | null
  readonly last_used_at: number | null
}
interface Known {
  readonly loaded: number
  readonly keys: readonly Live[]
}

/** The live keys of every program in a store. */
export function createKeyring(store: Store, now: () => number = Date.now): Keyring {
  const known = new Map<string, Promise<Known>>()
  const looked = new Map<string, number>()
  const noted = new Map<string, number>()

  const load = async (program: string): Promise<Known> => {
    const loaded = now()
    const keys = await store.db
      .selectFrom('gw_keys')
      .select(['id', 'hash', 'expires_at', 'last_used_at'])
      .where('program', '=', program)
      .where('slot', 'is not', null)
      .execute()
    return { loaded, keys }
  }
  const renew = (program: string): Promise<Known> => {
    const loading = load(program)
    known.set(program, loading)
    loading.catch(() => known.delete(program))
    return loading
  }
  const current = async (program: string): Promise<Known> => {
    const found = await known.get(program)
    return found && Math.abs(now() - found.loaded) < freshFor ? found : renew(program)
  }
  const match = ({ keys }: Known, digest: string): Live | undefined => {
    let found: Live | undefined
    for (const key of keys)
      if (isSameDigest(key.hash, digest) && (key.expires_at ?? Infinity) > now()) found = key
    return found
  }
  const note = async (program: string, key: Live): Promise<void> => {
    const last = Math.max(noted.get(key.id) ?? 0, key.last_used_at ?? 0)
    if (now() - last < hour) return
    noted.set(key.id, now())
    const used = Math.floor(now() / hour) * hour
    // Nobody is refused because this could not be written.
    await store.db
      .updateTable('gw_keys')
      .set({ last_used_at: used })
      .where('program', '=', program)
      .where('id', '=', key.id)
      .execute()
      .catch(() => undefined)
  }

  return {
    async find(program, secret) {
      const digest = await digestOf(secret)
      let key = match(await current(program), digest)
      if (!key && now() - (looked.get(program) ?? -Infinity) >= betweenLooks) {
        looked.set(program, now())
        key = match(await renew(program), digest)
      }
      if (key) await note(program, key)
      return key?.id
    },
  }
}
