import type { ReferralBackend } from '@goodword/adapters'
import type { Program } from '@goodword/program'

/** The keys of one program; several of each are alive at once while one replaces the other. */
export interface Access {
  /** Whoever sends one is the owner. */
  readonly secretKeys: readonly string[]
  /** What signs customers' identities: shared secrets (HS256), or public keys in PEM (EdDSA). */
  readonly identityKeys: readonly string[]
}

/** What the wire needs of a program besides its public view; a `Program` is one. */
export type Landing = Pick<Program, 'url' | 'hosts' | 'attribution'>

/** A file for browsers. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Quoted, as in the header. */
  readonly etag: string
}

type Awaitable<T> = T | Promise<T>

/** One backend for its own program, or a choice of one by the program's id. */
export type BackendSource = ReferralBackend | ((program: string) => Awaitable<ReferralBackend | undefined>)

/** What the wire needs to know besides its backend. */
export interface HandlerOptions {
  access(program: string): Awaitable<Access>
  /** Where links lead, and whose pages may call the API. @default the view's URL, last touch, 90 days, `via` */
  readonly landing?: (program: string) => Landing | undefined
  /** The handler's address as browsers see it, where a proxy hides it. */
  readonly publicUrl?: string | undefined
  /** Finds the script, the widget and the dashboard by name, e.g. `goodword.js` or `chunks/dialog-1a2b.js`. */
  readonly assets?: ((name: string) => Awaitable<Asset | undefined>) | undefined
  /** Answers what the API does not; `undefined` becomes a 404. */
  readonly fallback?: ((request: Request) => Awaitable<Response | undefined>) | undefined
  /** Told of what went wrong inside; the client learns nothing of it. @default console.error */
  readonly onError?: ((error: unknown) => void) | undefined
  /** @default Date.now */
  readonly now?: (() => number) | undefined
  /** Unguessable bytes. @default crypto.getRandomValues */
  readonly random?: ((bytes: number) => Uint8Array) | undefined
}

/** The options with their defaults, and how to find a program's backend. */
export interface Wire extends HandlerOptions {
  backend(program: string): Promise<ReferralBackend | undefined>
  landingOf(program: string, backend: ReferralBackend): Promise<Landing>
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly onError: (error: unknown) => void
}

/** Fills the options’ defaults in. */
export function createWire(source: BackendSource, options: HandlerOptions): Wire {
  return {
    ...options,
    now: options.now ?? Date.now,
    random: options.random ?? ((bytes) => crypto.getRandomValues(new Uint8Array(bytes))),
    onError: options.onError ?? console.error,
    async backend(program) {
      if (typeof source === 'function') return source(program)
      return (await source.program()).id === program ? source : undefined
    },
    async landingOf(program, backend) {
      const known = options.landing?.(program)
      if (known) return known
      const { url } = await backend.program()
      return { url, hosts: [], attribution: { touch: 'last', days: 90, params: ['via'] } }
    },
  }
}

/** What a program's routes find in their context. */
export interface ProgramEnv {
  Variables: { backend: ReferralBackend }
}
