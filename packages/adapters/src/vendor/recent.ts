/**
 * `load`, asked once in so many milliseconds: for lists that anybody may ask for and that cost a vendor many calls. A
 * failure is not kept.
 */
export function createRecent<T>(
  milliseconds: number,
  now: () => number,
  load: () => Promise<T>,
): () => Promise<T> {
  let until = 0
  let latest: Promise<T> | undefined
  return () => {
    if (latest && now() < until) return latest
    until = now() + milliseconds
    const asked = load()
    latest = asked
    asked.catch(() => latest === asked && (latest = undefined))
    return asked
  }
}
