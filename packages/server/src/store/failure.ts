import { GoodwordError } from '@goodword/program'

/** SQLite's primary result codes, and what they mean for whoever waits. */
const sqlite: Readonly<Record<number, Kind>> = {
  8: 'store-read-only',
  10: 'store-unavailable',
  11: 'store-unavailable',
  13: 'store-full',
  14: 'store-unavailable',
  26: 'store-unavailable',
}

/** PostgreSQL's SQLSTATEs, by code or by class. */
const postgres: Readonly<Record<string, Kind>> = {
  '25006': 'store-read-only',
  '53100': 'store-full',
  '53': 'store-unavailable',
  '08': 'store-unavailable',
  '57': 'store-unavailable',
  '58': 'store-unavailable',
}

const network = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_|NOTFOUND)/
const dropped =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|not queryable|driver has already been destroyed|database is not open/

type Kind = keyof typeof remedies

const remedies = {
  'store-unavailable': 'Nothing was acknowledged: send it again once the database is back.',
  'store-full': 'The disk is full: make room on it, then send it again.',
  'store-read-only': 'Make the database, its folder and its log writable, then send it again.',
} as const

/**
 * Says what it means when the database itself gives up: `store-unavailable`, `store-full` or `store-read-only`.
 * `undefined` for every other error.
 */
export function explainFailure(error: unknown): GoodwordError | undefined {
  if (!(error instanceof Error) || error instanceof GoodwordError) return undefined
  const kind = kindOf(error)
  if (!kind) return undefined
  // Several tries at once, IPv4 and IPv6, fail as one error without a message.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const why = first instanceof Error ? first.message : error.message
  return new GoodwordError(kind, `The database did not take it: ${why}. ${remedies[kind]}`, { cause: error })
}

function kindOf(error: Error): Kind | undefined {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  if (typeof errcode === 'number') return sqlite[errcode & 0xff]
  if (typeof code === 'string') {
    if (/^[0-9A-Z]{5}$/.test(code) && !network.test(code)) return postgres[code] ?? postgres[code.slice(0, 2)]
    if (network.test(code)) return 'store-unavailable'
  }
  return dropped.test(error.message) ? 'store-unavailable' : undefined
}
