import { GoodwordError } from '@goodword/program/errors'
import ky, { HTTPError, TimeoutError } from 'ky'
import { createBreaker } from './breaker.ts'
import { refusal, type VendorFailure } from './failure.ts'
import { fieldsOf, textOf, type Fields } from './fields.ts'
import { readText, secondsOf } from './reading.ts'
import { createCensor } from './secrets.ts'
import { createTurns } from './turns.ts'

/** What every vendor's adapter takes besides its own keys. */
export interface ConnectionOptions {
  /** Where the API is, for a proxy of one's own or a test. @default the vendor's */
  readonly url?: string
  /** Milliseconds for one try; a call with all its tries ends within 9 s. @default 4000 */
  readonly timeout?: number
  /** Milliseconds before the first repeat, doubled for each further one. @default 300 */
  readonly retryDelay?: number
  /** @default the platform's */
  readonly fetch?: typeof fetch
  /** @default Date.now */
  readonly now?: () => number
}

/** What a vendor's API is like. */
export interface Vendor extends ConnectionOptions {
  readonly name: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Cut out of everything that is told to anybody. */
  readonly secrets: readonly string[]
  /** How many calls may be under way at once. @default 3 */
  readonly concurrency?: number
  /** Seconds to wait, where the vendor has headers of its own for it. */
  readonly retryAfter?: (headers: Headers) => number | undefined
  /**
   * The status and the words that the body says, where it says them: a vendor may refuse within a 200. `isForeign` is a
   * body that is none of this API's.
   */
  readonly judge?: (
    body: Fields,
    status: number,
  ) => { readonly status?: number; readonly words?: string; readonly isForeign?: boolean }
}

/** One request. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the vendor's `url`, its parts encoded: `pathOf('campaign', id)`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** The vendor takes the same request twice as one: then it is repeated when its fate is unknown. @default GET is */
  readonly repeatable?: boolean
  /** `null` or an object with nothing in it is an answer. Any other 200 without content is none. @default false */
  readonly mayBeEmpty?: boolean
}

/** Sends a request, and resolves with the JSON object of the answer; a list comes as `{ items }`. */
export type Transport = (call: Call) => Promise<Fields>

/** Parts of a path, each encoded. */
export const pathOf = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/')

/** Longest time for a call with all its tries, in milliseconds. */
const patience = 9_000

/**
 * A vendor's API. What is safe to repeat is tried three times on a network error, a time-out, a 408, 429 or 5xx; anything
 * else only when the vendor certainly did nothing (429). After five failed tries in a row the vendor is left alone for
 * a while.
 *
 * Rejects with a `GoodwordError` whose cause is a `VendorFailure`: `vendor-unavailable` (down, too slow, or not
 * reached), `vendor-limited`, `vendor-key`, `vendor-refused`, or `vendor-answer` for what is no answer of this API.
 * No key is in any of them. Redirects are not followed. Throws `setting-invalid` for a key or an address that cannot be sent.
 */
export function createTransport(vendor: Vendor): Transport {
  const { name, timeout = 4_000, retryDelay = 300, now = Date.now, concurrency = 3 } = vendor
  const fetch = vendor.fetch ?? globalThis.fetch
  const breaker = createBreaker(now)
  const enter = createTurns(name, concurrency)
  const clean = createCensor(vendor.secrets)
  refuseUnsendable(vendor)

  // The body is read where ky can still repeat: a reset in the middle of it is a failed try like any other.
  async function exchange(
    mayBeEmpty: boolean,
    ...[input, init]: Parameters<typeof fetch>
  ): Promise<Response> {
    const answer = await fetch(input, init)
    const text = await readText(name, answer)
    const body = parse(text)
    const judged = body ? vendor.judge?.(body, answer.status) : undefined
    const status = judged?.status ?? answer.status
    const isContent = body && (mayBeEmpty || answer.status === 204 || Object.keys(body).length > 0)
    if ((!isContent || judged?.isForeign) && status < 400) throw notJson(name, answer.status, clean(text))
    const headers = new Headers({
      'x-words': encodeURIComponent(clean(judged?.words ?? textOf(body?.['message']) ?? '')),
    })
    const date = answer.headers.get('date')
    // A date is one of the vendor's clock.
    const clock = Date.parse(date ?? '') || now()
    const after = vendor.retryAfter?.(answer.headers) ?? secondsOf(answer.headers.get('retry-after'), clock)
    if (after !== undefined) headers.set('retry-after', String(after))
    if (date !== null) headers.set('date', date)
    // An answer without content may have no body, not even an empty one.
    return new Response(body && text ? text : '{}', { status: status === 204 ? 200 : status, headers })
  }

  /** Each try that failed counts: a vendor that hangs is left alone as soon as five did, whoever waits for them. */
  async function watched(mayBeEmpty: boolean, ...given: Parameters<typeof fetch>): Promise<Response> {
    try {
      const answer = await exchange(mayBeEmpty, ...given)
      if (answer.status >= 500) breaker.failed()
      else breaker.worked()
      return answer
    } catch (error) {
      breaker.failed()
      throw error
    }
  }

  return async ({ method, path, query, json, form, repeatable = method === 'GET', mayBeEmpty = false }) => {
    const leave = await enter()
    try {
      const wait = breaker.wait()
      if (wait > 0) throw resting(name, wait)
      const send = async () =>
        ky(`${vendor.url.replace(/\/+$/, '')}/${path}`, {
          method,
          // Elsewhere nobody should see the keys, and no API of these moves its orders.
          redirect: 'manual',
          fetch: (...given) => watched(mayBeEmpty, ...given),
          timeout,
          signal: AbortSignal.timeout(patience),
          ...(vendor.headers && { headers: vendor.headers }),
          ...(query && { searchParams: query }),
          ...(json !== undefined && { json }),
          ...(form && { body: new URLSearchParams(form) }),
          retry: {
            limit: 2,
            methods: [method.toLowerCase() as 'get'],
            retryOnTimeout: true,
            delay: (tries) => retryDelay * 2 ** (tries - 1),
            jitter: true,
            shouldRetry: ({ error }) =>
              mayRepeat(error, repeatable) && breaker.wait() === 0 ? undefined : false,
          },
        })
      const answer = await send().catch((cause: unknown) => {
        throw explain(name, cause)
      })
      return parse(await answer.text()) ?? {}
    } finally {
      leave()
    }
  }
}

/** What the platform refuses it tells with the key, or the whole address, in its words: nothing of that kind is begun. */
function refuseUnsendable({ name, url, headers }: Vendor): void {
  const refuse = (what: string): GoodwordError =>
    new GoodwordError('setting-invalid', `${what} Copy it again, without spaces and line breaks around it.`)
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw refuse(`The address of ${name}’s API is no http or https address.`)
  // What no header takes, and the platform would say.
  if (Object.values(headers ?? {}).some((value) => /[^\t\x20-\x7e\x80-\xff]/.test(value)))
    throw refuse(`A key for ${name} has a sign in it that no header takes.`)
}

function mayRepeat(error: Error, repeatable: boolean): boolean {
  if (!(error instanceof HTTPError)) return repeatable
  const { status, headers } = error.response
  // Longer than anybody waits: the caller is told when to come back.
  if (Number(headers.get('retry-after') ?? 0) > 3) return false
  return status === 429 || (repeatable && (status === 408 || status >= 500))
}

function explain(name: string, cause: unknown): GoodwordError {
  if (cause instanceof GoodwordError) return cause
  if (cause instanceof HTTPError) {
    const { status, headers } = cause.response
    const retryAfter = headers.get('retry-after')
    const date = Date.parse(headers.get('date') ?? '')
    const words = decodeURIComponent(headers.get('x-words') ?? '')
    return refusal(name, {
      status,
      inDoubt: status >= 500 || status === 408,
      ...(words && { words }),
      ...(retryAfter !== null && { retryAfter: Math.ceil(Number(retryAfter)) }),
      ...(!Number.isNaN(date) && { date }),
    })
  }
  const isSlow = cause instanceof TimeoutError || (cause instanceof Error && cause.name === 'TimeoutError')
  const what = isSlow ? 'did not answer in time' : 'could not be reached, or broke off'
  return unavailable(`${name} ${what}. Try again later; nothing has to be changed.`, { inDoubt: true })
}

const unavailable = (message: string, failure: VendorFailure): GoodwordError =>
  new GoodwordError('vendor-unavailable', message, { cause: failure })

const resting = (name: string, wait: number): GoodwordError =>
  unavailable(
    `${name} failed several times in a row, and is left alone for ${Math.ceil(wait / 1000)} s. Try again after that.`,
    { inDoubt: false, retryAfter: Math.ceil(wait / 1000) },
  )

function notJson(name: string, status: number, text: string): GoodwordError {
  const start = text.trim().slice(0, 60)
  return new GoodwordError(
    'vendor-answer',
    `${name} answered with status ${status} and nothing that it would say: "${start}". Is the address that of its API?`,
    { cause: { status, inDoubt: true } satisfies VendorFailure },
  )
}

/** A list comes as `{ items }`; `undefined` is neither that nor an object. */
function parse(text: string): Fields | undefined {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text)
    if (Array.isArray(value)) return { items: value }
    return typeof value === 'object' ? fieldsOf(value) : undefined
  } catch {
    return undefined
  }
}
