import type { PageQuery, ParticipantKey } from '@goodword/adapters'
import { GoodwordError, type RewardState } from '@goodword/program'

/** Reads a query, once per name: the first of several counts. */
export type Query = Readonly<Record<string, string>>

const invalid = (what: string): GoodwordError => new GoodwordError('query-invalid', what)

/** `limit` and `cursor`. Throws `query-invalid`. */
export function readPage({ limit, cursor }: Query): PageQuery {
  return { ...readLimit({ limit }), ...(cursor && { cursor }) }
}

/** Throws `query-invalid`; whether the number is in range, the backend says. */
export function readLimit({ limit }: { readonly limit?: string | undefined }): { limit?: number } {
  if (limit === undefined || limit === '') return {}
  if (/^\d{1,9}$/.test(limit)) return { limit: Number(limit) }
  throw invalid(`limit is "${limit.slice(0, 40)}". Use a whole number from 1 to 100.`)
}

/** Exactly one of `customer`, `email` and `code`. Throws `query-invalid`. */
export function readParticipantKey({ customer, email, code }: Query): ParticipantKey {
  const keys: ParticipantKey[] = [
    ...(customer ? [{ customer }] : []),
    ...(email ? [{ email }] : []),
    ...(code ? [{ code }] : []),
  ]
  const [key] = keys
  if (key && keys.length === 1) return key
  throw invalid(`The query names ${keys.length} participants. Name one, by ?customer=, ?email= or ?code=.`)
}

const states: readonly string[] = [
  'pending',
  'due',
  'granted',
  'reversed',
  'owed-back',
] satisfies RewardState[]

/** Throws `query-invalid`. */
export function readState({ state }: Query): { state?: RewardState } {
  if (state === undefined || state === '') return {}
  if (states.includes(state)) return { state: state as RewardState }
  throw invalid(`state is "${state.slice(0, 40)}". Use one of ${states.join(', ')}.`)
}

/** The languages a reader wants, best first: `?locale=de,en`, else what the browser says. */
export function readLocales({ locale }: Query, acceptLanguage: string | null): string[] {
  const tag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/
  const ranges = (locale ?? acceptLanguage ?? '').slice(0, 500).split(',')
  const wanted = ranges.map((range) => {
    const [name = '', ...params] = range.split(';').map((part) => part.trim())
    const quality = params.find((param) => param.startsWith('q='))?.slice(2)
    return { name, quality: quality === undefined ? 1 : Number(quality) || 0 }
  })
  return wanted
    .filter(({ name, quality }) => tag.test(name) && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ name }) => name)
}
