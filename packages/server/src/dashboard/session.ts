/** What opens a program's page: a link's token or a secret key to come in by, then a session's token. */
export interface Credentials {
  readonly program: string
  readonly key: string
}

/** Keeps the credentials for this tab, where the browser lets us. */
export interface Session {
  read(): Credentials | undefined
  write(credentials: Credentials): void
  clear(): void
}

const name = 'goodword-dashboard'

/** The tab’s own storage; where it is refused, nothing is kept and nothing fails. */
export function createSession(window: Window): Session {
  // A browser may refuse storage by throwing, even where it has it.
  const attempt = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(window.sessionStorage)
    } catch {
      return undefined
    }
  }
  return {
    read: () => attempt((storage) => parse(JSON.parse(storage.getItem(name) ?? 'null'))),
    write: (credentials) => attempt((storage) => storage.setItem(name, JSON.stringify(credentials))),
    clear: () => attempt((storage) => storage.removeItem(name)),
  }
}

function parse(value: { program?: unknown; key?: unknown } | null): Credentials | undefined {
  const { program, key } = value ?? {}
  return typeof program === 'string' && typeof key === 'string' ? { program, key } : undefined
}

/** Takes `#program=shop&session=…` (or `key=…`) out of the address, so that it stays in no history and on no screenshot. */
export function takeFromAddress({ location, history }: Window): Credentials | undefined {
  const given = new URLSearchParams(location.hash.slice(1))
  const [program, key] = [given.get('program'), given.get('session') ?? given.get('key')]
  if (!program || !key) return undefined
  history.replaceState(null, '', location.pathname + location.search)
  return { program, key }
}
