import type { Transaction } from 'kysely'
import { explainFailure } from './failure.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/** A transaction that writes. */
export type Write = Transaction<Tables>

const mostTries = 10

/** Another transaction got in the way; `write` begins anew. */
export class Contention extends Error {}

const hooks = new WeakMap<Write, (() => void)[]>()
const endings = new WeakMap<Write, (() => Promise<void>)[]>()

/** Has `act` done as the last thing in the transaction: for rows that everybody wants, and that are held shortest so. */
export function beforeCommit(tx: Write, act: () => Promise<void>): void {
  const acts = endings.get(tx)
  if (acts) acts.push(act)
  else endings.set(tx, [act])
}

/** Has `act` done once the transaction is committed; never, when it is not. */
export function afterCommit(tx: Write, act: () => void): void {
  const acts = hooks.get(tx)
  if (acts) acts.push(act)
  else hooks.set(tx, [act])
}

/** Things to ask, each of which starts when it is called. */
type Asks<Answers extends readonly unknown[]> = { readonly [K in keyof Answers]: () => Promise<Answers[K]> }

/**
 * Asks for several things at once inside of a transaction, in their order: what one writes first, the next one sees.
 * SQLite is asked one by one, so that nothing follows what failed.
 */
export async function together<Answers extends readonly unknown[]>(
  { kind }: Pick<Store, 'kind'>,
  ...asks: Asks<Answers>
): Promise<Answers> {
  const answers: unknown[] = []
  if (kind === 'postgres') answers.push(...(await Promise.all(asks.map((ask) => ask()))))
  else for (const ask of asks) answers.push(await ask())
  return answers as unknown as Answers
}

/**
 * Runs `work` in one transaction, again from its beginning when another transaction got in its way: it must do nothing
 * outside of the database that it could not do twice.
 *
 * Rejects with `store-unavailable`, `store-full` or `store-read-only` when the database cannot take it; then nothing was
 * written, or, when the connection broke while it committed, nobody knows.
 */
export async function write<T>(
  store: Store,
  work: (tx: Write) => Promise<T>,
  random: () => number = Math.random,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    let opened: Write | undefined
    try {
      const answer = await store.transaction(async (tx) => {
        opened = tx
        const done = await work(tx)
        for (const act of endings.get(tx) ?? []) await act()
        return done
      })
      if (opened) for (const act of hooks.get(opened) ?? []) act()
      return answer
    } catch (error) {
      if (!isContention(error)) throw explainFailure(error) ?? error
      if (tries === mostTries) throw error
      const wait = random() * 5 * 2 ** tries
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** PostgreSQL: serialization, deadlock, and a unique key that was free when we looked. SQLite: busy, locked. */
function isContention(error: unknown): boolean {
  if (error instanceof Contention) return true
  if (typeof error !== 'object' || error === null) return false
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
