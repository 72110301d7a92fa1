import { failureOf } from './failure.ts'

/** What is there, and whether it was made just now. */
export interface Made<T> {
  readonly it: T
  readonly isNew: boolean
}

/** See `createOnce`. */
export type Once = <T>(
  key: string,
  look: () => Promise<T | undefined>,
  make: () => Promise<T>,
) => Promise<Made<T>>

/**
 * For vendors that take the same thing twice as two: looks first, and makes what is not there. When nobody knows whether
 * that worked, looks again; if there is still nothing, rejects with what happened, and may be called again. Calls of one
 * key wait for each other, in this process.
 */
export function createOnce(): Once {
  const last = new Map<string, Promise<unknown>>()
  return (key, look, make) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(() => findOrMake(look, make))
    const end = turn.then(
      () => undefined,
      () => undefined,
    )
    last.set(key, end)
    void end.then(() => last.get(key) === end && last.delete(key))
    return turn
  }
}

async function findOrMake<T>(look: () => Promise<T | undefined>, make: () => Promise<T>): Promise<Made<T>> {
  const known = await look()
  if (known !== undefined) return { it: known, isNew: false }
  try {
    return { it: await make(), isNew: true }
  } catch (error) {
    if (!failureOf(error)?.inDoubt) throw error
    const made = await look()
    if (made === undefined) throw error
    return { it: made, isNew: true }
  }
}
