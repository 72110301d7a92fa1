import { createStorage, noteKey, type TextStorage } from '../storage.ts'
import type { PanelHost } from '../elements/panel-contract.ts'

/**
 * A note of what this reader has seen or answered, by element. Kept in the browser once the page's consent allows it,
 * else as long as the page lives. It goes with all else when the tracker is reset.
 */
export function keepNote({ window, shared, settings }: PanelHost, name: string) {
  const { program, tracker } = settings()
  const key = noteKey(program, name)
  const mayKeep = (): boolean => (tracker ? tracker.$consent.get() === 'granted' : true)
  const open = (): Storage => {
    if (mayKeep()) return window.localStorage
    throw new TypeError('No consent yet.')
  }
  const found = shared.get('notes') as TextStorage | undefined
  const storage = found ?? createStorage(open)
  shared.set('notes', storage)
  return {
    read: (): string | undefined => storage.get(key),
    write: (text: string): void => storage.set(key, text),
  }
}
