/** What was read of lists; see `createReadings`. */
export interface Readings {
  <T>(key: string, isContinued: boolean, read: () => Promise<readonly T[]>): Promise<readonly T[]>
  /** Something happened that they do not know of: each list is read anew. */
  forget(): void
}

interface Reading {
  readonly items: Promise<readonly unknown[]>
  until: number
  /** It is still under way, or took so long that nobody should wait for it again. */
  isDear: boolean
}

/** Lists that are kept, for how long after somebody turned a page, and what reading takes that is dear, in milliseconds. */
const patience = { lists: 8, rest: 30_000, dear: 3_000 } as const

/**
 * Whole lists that are shown page by page: the first page reads anew, and those after it come of the same reading, so that
 * a list costs its own pages once, and nothing moves while somebody turns them. A reading that takes seconds serves
 * whoever asks meanwhile, and half a minute after.
 */
export function createReadings(now: () => number): Readings {
  const kept = new Map<string, Reading>()
  function begin(key: string, read: () => Promise<readonly unknown[]>): Reading {
    const begun = now()
    const reading: Reading = { items: read(), until: begun + patience.rest, isDear: true }
    const settle = async (): Promise<void> => {
      try {
        await reading.items
        reading.isDear = now() - begun > patience.dear
        reading.until = now() + patience.rest
      } catch {
        if (kept.get(key) === reading) kept.delete(key)
      }
    }
    void settle()
    return reading
  }
  const readings = <T>(key: string, isContinued: boolean, read: () => Promise<readonly T[]>) => {
    const known = kept.get(key)
    const isGood = known && now() < known.until && (isContinued || known.isDear)
    const reading = isGood ? known : begin(key, read)
    if (isContinued) reading.until = now() + patience.rest
    // The one that was asked for last is the last to go.
    kept.delete(key)
    kept.set(key, reading)
    const [oldest] = kept.keys()
    if (kept.size > patience.lists && oldest !== undefined) kept.delete(oldest)
    // One key is only ever read by one kind of list.
    return reading.items as Promise<readonly T[]>
  }
  return Object.assign(readings, { forget: () => kept.clear() })
}
