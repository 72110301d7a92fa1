import { migrations } from '../store/migrations.ts'
import type { Store } from '../store/store.ts'
import type { Readiness } from '../wire/operation-routes.ts'

/** Milliseconds that the store has to answer. */
const patience = 1000

/**
 * Looks whether a server can do its work. Many who ask at once share one look. Migrations of a later version do not
 * make it unready: while servers are replaced one by one, the old ones go on.
 */
export function createReadiness(
  store: Store,
  isStopping: () => boolean,
  names: readonly string[] = migrations.map(({ name }) => name),
): () => Promise<Readiness> {
  let looking: Promise<Readiness> | undefined
  const look = async (): Promise<Readiness> => {
    try {
      const done = await inTime(store.db.selectFrom('gw_migrations').select('name').execute())
      const known = new Set(done.map(({ name }) => name))
      return names.every((name) => known.has(name)) ? { ready: true } : { ready: false, reason: 'migrations' }
    } catch {
      return { ready: false, reason: 'store' }
    } finally {
      looking = undefined
    }
  }
  return async () => (isStopping() ? { ready: false, reason: 'stopping' } : (looking ??= look()))
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The store did not answer in time.')), patience)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
