import type { Transaction } from 'kysely'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/** A transaction that writes. */
export type Write = Transaction<Tables>

const mostTries = 10

/**
 * Runs `work` in one transaction, again from its beginning when another transaction got in its way: it must do nothing
 * outside of the database that it could not do twice.
 */
export async function write<T>(
  store: Store,
  work: (tx: Write) => Promise<T>,
  random: () => number = Math.random,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await store.db.transaction().execute(work)
    } catch (error) {
      if (tries === mostTries || !isContention(error)) throw error
      const wait = random() * 5 * 2 ** tries
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** PostgreSQL: serialization, deadlock, and a unique key that was free when we looked. SQLite: busy, locked. */
function isContention(error: unknown): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  return code === '40001' || code === '40P01' || code === '23505' || errcode === 5 || errcode === 6
}

/** What a database takes in one list; SQLite allows 32,766 parameters, PostgreSQL 65,535. */
const chunk = 500

/** Asks for a long list piece by piece. */
export async function inChunks<T, R>(
  items: Iterable<T>,
  ask: (some: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const list = [...items]
  const answers: R[] = []
  for (let start = 0; start < list.length; start += chunk) {
    for (const row of await ask(list.slice(start, start + chunk))) answers.push(row)
  }
  return answers
}
