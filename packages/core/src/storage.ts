/** Strings by key. What the browser refuses to keep is kept in memory, for as long as the page lives. */
export interface Store {
  get(key: string): string | null | undefined
  set(key: string, value: string): void
  remove(key: string): void
  keys(prefix: string): string[]
}

/** A store that never throws: getters that do, quotas and sandboxes all end in memory. */
export function createStore(window: Window): Store {
  const memory = new Map<string, string>()
  const attempt = <T>(run: (storage: Storage) => T): T | undefined => {
    try {
      return run(window.localStorage)
    } catch {
      return undefined
    }
  }
  const remove = (key: string): void => {
    memory.delete(key)
    attempt((storage) => storage.removeItem(key))
  }
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)),
    remove,
    keys: (prefix) =>
      [...memory.keys(), ...(attempt(Object.keys) ?? [])].filter((key) => key.startsWith(prefix)),
    set(key, value) {
      memory.set(key, value)
      attempt((storage) => {
        storage.setItem(key, value)
        memory.delete(key)
      })
    },
  }
}
