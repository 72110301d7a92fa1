import type { Client, ReferralBackend, VendorNews } from '@goodword/adapters'
import type { Program } from '@goodword/program'
import type { Keyring } from '../keys/keyring.ts'
import type { OwnerSessions } from '../keys/owner-session.ts'
import type { Answer } from './answers.ts'
import { createLimiter, type Limiter, type Limits } from './limits.ts'
import type { Operation } from './operation-routes.ts'

/** The keys of one program; several of each are alive at once while one replaces the other. */
export interface Access {
  /** Whoever sends one is the owner. */
  readonly secretKeys: readonly string[]
  /** What signs customers' identities: shared secrets (HS256), or public keys in PEM (EdDSA). */
  readonly identityKeys: readonly string[]
}

/** What the wire needs of a program besides its public view; a `Program` is one. */
export type Landing = Pick<Program, 'url' | 'hosts' | 'attribution'> & Partial<Pick<Program, 'codes'>>

/** A file for browsers. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  /** The same after brotli, for browsers that take it. */
  readonly brotli?: Uint8Array<ArrayBuffer> | undefined
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
  /** Knows the secret keys in a store, besides those that `access` names. */
  readonly keyring?: Keyring | undefined
  /** Lets the owner's page in without a secret key. */
  readonly sessions?: OwnerSessions | undefined
  /** Requests a minute; `false` where something in front counts them. @default defaultLimits */
  readonly limits?: Partial<Limits> | false | undefined
  /** How many proxies of the owner's own stand in front and write `X-Forwarded-For`. @default 0 */
  readonly trustProxy?: number | undefined
  /** Where links lead, and whose pages may call the API. @default the view's URL, last touch, 90 days, `via` */
  readonly landing?: (program: string) => Landing | undefined
  /** The handler's address as browsers see it, where a proxy hides it. */
  readonly publicUrl?: string | undefined
  /** Finds the script, the widget and the dashboard by name, e.g. `goodword.js` or `chunks/dialog-1a2b.js`. */
  readonly assets?: ((name: string) => Awaitable<Asset | undefined>) | undefined
  /** Answers what the API does not; `undefined` becomes a 404. */
  readonly fallback?: ((request: Request) => Awaitable<Response | undefined>) | undefined
  /** Told of what went wrong inside; the client learns nothing of it. @default console.error */
  readonly onError?: ((error: unknown, where?: { readonly request?: string }) => void) | undefined
  /** Told once, by this process, of each thing that a vendor's webhook says; what it rejects with makes the vendor try again. */
  readonly onNews?: ((news: VendorNews, program: string) => Awaitable<void>) | undefined
  /** Told of every request when it is answered. */
  readonly onAnswer?: ((answer: Answer) => void) | undefined
  /** Answers `/readyz` and `/metrics`; without it they are not there. */
  readonly operation?: Operation | undefined
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
  readonly onError: (error: unknown, where?: { readonly request?: string }) => void
  readonly limiter: Limiter
}

/** What whoever listens knows of a request that the request itself does not say. */
export interface Connection {
  /** The socket's other end. */
  readonly address?: string | undefined
}

/** Fills the options’ defaults in. */
export function createWire(source: BackendSource, options: HandlerOptions): Wire {
  return {
    ...options,
    now: options.now ?? Date.now,
    random: options.random ?? ((bytes) => crypto.getRandomValues(new Uint8Array(bytes))),
    onError: options.onError ?? console.error,
    limiter: createLimiter(options.limits),
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
  Bindings: Connection
  Variables: {
    backend: ReferralBackend
    landing: Landing
    /** Whether a page of the program's own asks. */
    isOwn: boolean
    /** The browser that asks. */
    client: Client
    /** Who passed as the owner, on the owner's routes: see `requireOwner`. */
    actor: string
    /** What the log calls this request. */
    requestId: string
  }
}
