/** Texts by key, of this browser or of this visit. Where the browser keeps nothing they live as long as the page. */
export interface TextStorage {
  get(key: string): string | undefined
  set(key: string, value: string): void
}

/** A storage that never throws: getters that do, quotas and sandboxes all end in memory. */
export function createStorage(open: () => Storage): TextStorage {
  const memory = new Map<string, string>()
  return {
    get(key) {
      try {
        return memory.get(key) ?? open().getItem(key) ?? undefined
      } catch {
        return memory.get(key)
      }
    },
    set(key, value) {
      try {
        open().setItem(key, value)
        memory.delete(key)
      } catch {
        memory.set(key, value)
      }
    },
  }
}

/** What was kept as JSON under a key; `undefined` for what is missing, or is none. */
export function readJson(storage: TextStorage, key: string): unknown {
  try {
    return JSON.parse(storage.get(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Where it is kept what a reader has answered or put away. Among the tracker's own keys; no code has a tilde. */
export const noteKey = (program = '', name: string): string => `goodword:${program}/~${name}`
