/** Asks for an answer that is kept for a while. */
export interface Recent<T> {
  (): Promise<T>
  /** Something happened that the answer does not know of: the next one is asked for anew. */
  forget(): void
}

/**
 * `load`, asked once in so many milliseconds: for lists that anybody may ask for and that cost a vendor many calls. A
 * failure is not kept.
 */
export function createRecent<T>(milliseconds: number, now: () => number, load: () => Promise<T>): Recent<T> {
  let until = 0
  let known: Promise<T> | undefined
  const latest = (): Promise<T> => {
    if (known && now() < until) return known
    until = now() + milliseconds
    const asked = load()
    known = asked
    asked.catch(() => known === asked && (known = undefined))
    return asked
  }
  return Object.assign(latest, { forget: () => void (known = undefined) })
}
