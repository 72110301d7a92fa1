/** Items by key, each at most once under a key. */
export interface Groups<T extends object | string> {
  add(key: string, item: T): void
  delete(key: string, item: T): void
  of(key: string): Iterable<T>
  keys(): Iterable<string>
}

/** No items yet. Most keys have one item only, which is kept as it is: a set weighs a third of a kilobyte. */
export function createGroups<T extends object | string>(): Groups<T> {
  const groups = new Map<string, T | Several<T>>()
  return {
    add(key, item) {
      const known = groups.get(key)
      if (known === undefined) groups.set(key, item)
      else if (known instanceof Several) known.add(item)
      else if (known !== item) groups.set(key, new Several([known, item]))
    },
    delete(key, item) {
      const known = groups.get(key)
      if (known === item || (known instanceof Several && known.delete(item) && known.size === 0))
        groups.delete(key)
    },
    of(key) {
      const known = groups.get(key)
      if (known === undefined) return []
      return known instanceof Several ? known : [known]
    },
    keys: () => groups.keys(),
  }
}

/** A set of our own kind, so that it is never taken for an item. */
class Several<T> extends Set<T> {}
