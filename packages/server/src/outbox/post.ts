import { lookup as systemLookup } from 'node:dns/promises'
import {
  request as requestHttp,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { request as requestHttps, Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { isPublicAddress } from './target-address.ts'
import { parseTarget, type TargetPolicy } from './target.ts'

/** An IP address that a name stands for. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** How `post` reaches others. */
export interface PostOptions {
  readonly policy?: TargetPolicy | undefined
  /** All addresses of a name. @default the system's resolver */
  readonly resolve?: ((hostname: string) => Promise<readonly ResolvedAddress[]>) | undefined
  /** Milliseconds for everything: name, connection, answer. @default 20_000 */
  readonly timeout?: number | undefined
  /** PEM of an authority to trust instead of the system's. */
  readonly ca?: string | undefined
}

/** What a receiver said, or why it said nothing. */
export interface Answer {
  readonly status?: number
  readonly retryAfter?: string
  /** The beginning of the body, and of nothing but text. */
  readonly text?: string
  readonly error?: string
}

/** Bytes of an answer that are read at most, and characters of it that are kept. */
const mostRead = 65_536
const mostKept = 1024

/**
 * Posts a body to an address of somebody else's choice. The connection goes to the very address that was checked: a
 * name that changes its meaning in between finds nobody. Redirects are answers like any other, proxies of the
 * environment are not used. Never rejects.
 */
export async function post(
  target: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { policy = {}, resolve = resolveAll, timeout = 20_000, ca }: PostOptions = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const ending = new AbortController()
  const end = (why: string) => ending.abort(new Error(why))
  const timer = setTimeout(() => end(`There was no answer within ${timeout / 1000} s.`), timeout)
  const stop = () => end('The server is stopping.')
  signal?.addEventListener('abort', stop)
  try {
    if (signal?.aborted) throw new Error('The server is stopping.')
    const url = parseTarget(target, policy)
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: guardedLookup(policy, resolve),
      signal: ending.signal,
    }
    return await exchange(url, options, body, ca)
  } catch (error) {
    const reason: unknown = ending.signal.aborted ? ending.signal.reason : error
    return { error: explain(reason) }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    ending.abort()
  }
}

const resolveAll = (hostname: string): Promise<readonly ResolvedAddress[]> =>
  systemLookup(hostname, { all: true, verbatim: true })

/** One address of no public network refuses the name: whoever means well has none. */
function guardedLookup(
  { private: isPrivateAllowed }: TargetPolicy,
  resolve: NonNullable<PostOptions['resolve']>,
): LookupFunction {
  const find = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname)
    if (addresses.length === 0) throw new Error(`The name "${hostname}" has no address.`)
    const bad = isPrivateAllowed ? undefined : addresses.find(({ address }) => !isPublicAddress(address))
    if (bad) throw new Error(`The name "${hostname}" leads to ${bad.address}, which is of no public network.`)
    return addresses
  })
  return (hostname, { all }, callback) =>
    find(hostname, (error, addresses) => {
      if (error) callback(error, '')
      else if (all) callback(null, [...addresses])
      else callback(null, addresses[0]!.address, addresses[0]!.family)
    })
}

async function exchange(url: URL, options: RequestOptions, body: string, ca?: string): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: new HttpsAgent({ keepAlive: false, ...(ca && { ca }) }) })
        : requestHttp(url, { ...options, agent: new HttpAgent({ keepAlive: false }) })
    request.on('response', resolve).on('error', reject).end(body)
  })
  const { statusCode: status = 0, headers } = response
  const text = await readStart(response)
  const retryAfter = headers['retry-after']
  return { status, text, ...(retryAfter !== undefined && { retryAfter }) }
}

/** What cannot be read to its end is still an answer: its status has arrived. */
async function readStart(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part)
      size += part.length
      if (size >= mostRead) break
    }
  } catch {
    // Cut off, or too slow.
  } finally {
    response.destroy()
  }
  const text = Buffer.concat(parts)
    .subarray(0, 4 * mostKept)
    .toString('utf8')
  return text.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD').slice(0, mostKept)
}

/** Several tries at once, IPv4 and IPv6, fail as one error without a message. */
function explain(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return (first instanceof Error ? first.message : String(first)).slice(0, 500)
}
