import { GoodwordError } from '@goodword/program/errors'
import type { ProgramView, Receipt } from '@goodword/program'
import ky, { type Options } from 'ky'
import type {
  Draw,
  InviteReceipt,
  Page,
  PageQuery,
  Participant,
  ParticipantKey,
  ReferralBackend,
  Referral,
  Reward,
  Standing,
  Summary,
} from './backend.ts'
import type { Capability } from './capabilities.ts'
import { explainFailure } from './http-error.ts'

export interface HttpBackendOptions {
  /** Where the API is: everything before `/v1/`. */
  readonly url: string
  readonly program: string
  /** The customer's signed identity, or a function that has the current one: a customer sees their own data only. */
  readonly token?: string | undefined | (() => string | undefined)
  /** The program's secret key, on a server only: sees and does everything. Wins over `token`. */
  readonly key?: string
  /** Milliseconds for one try. @default 8000 */
  readonly timeout?: number
  /** @default the platform's */
  readonly fetch?: typeof fetch
}

/** Asks, and refuses an answer that lacks the list `list`. */
type Call = <T>(method: 'get' | 'post', path: string, init?: Options, list?: keyof T) => Promise<T>

/**
 * A backend behind Goodword's wire. Every call of it is idempotent, so all are retried: twice, on a network error,
 * a 408, a 429 (after its Retry-After, at most 5 s) or a 5xx.
 *
 * `supports` is empty until the first `program()`, which asks the server what it can do. With a token, and no key,
 * the participant is whoever the token names, whatever `who` says.
 *
 * Rejects with a `GoodwordError`: the server's own `code`, or `network`, `timeout`, `answer-invalid`.
 */
export function httpBackend(options: HttpBackendOptions): ReferralBackend {
  const { key } = options
  const supports = new Set<Capability>()
  const call = createCall(options)
  const base = key ? 'admin/participant' : 'me'
  const about = (who: ParticipantKey, page?: PageQuery): Options => ({
    searchParams: { ...(key && who), ...page },
  })

  return {
    name: 'http',
    supports,
    async program(locales) {
      const query = locales?.length ? { searchParams: { locale: locales.join() } } : {}
      const answer = await call<ProgramView & { supports: Capability[] }>('get', '', query, 'supports')
      const { supports: able, ...view } = answer
      for (const capability of able) supports.add(capability)
      return view
    },
    // A browser's word about these counts for nothing: there they are in the signed identity.
    enrol: (customer, { attributes, code } = {}) =>
      call<Participant>('post', key ? '/admin/participants' : '/participants', {
        json: { customer, ...(key && { attributes, code }) },
      }),
    async participant(who) {
      try {
        return await call<Participant>('get', `/${base}`, about(who))
      } catch (error) {
        if (error instanceof GoodwordError && error.code === 'participant-unknown') return undefined
        throw error
      }
    },
    async record(events) {
      if (events.length === 0) return []
      const path = key ? '/admin/events' : '/events'
      return (await call<{ receipts: Receipt[] }>('post', path, { json: { events } }, 'receipts')).receipts
    },
    referrals: (who, page) => call<Page<Referral>>('get', `/${base}/referrals`, about(who, page), 'items'),
    rewards: (who, page) => call<Page<Reward>>('get', `/${base}/rewards`, about(who, page), 'items'),
    chooseCode: (who, code) => call<Participant>('post', `/${base}/code`, { ...about(who), json: { code } }),
    async leaderboard(query) {
      const init = { searchParams: { ...query } }
      return (await call<{ standings: Standing[] }>('get', '/leaderboard', init, 'standings')).standings
    },
    async draws() {
      return (await call<{ draws: Draw[] }>('get', '/draws', {}, 'draws')).draws
    },
    async invite(who, invitations) {
      const init = { ...about(who), json: { invitations } }
      return (await call<{ receipts: InviteReceipt[] }>('post', `/${base}/invites`, init, 'receipts'))
        .receipts
    },
    ...(key && {
      allRewards: (query) =>
        call<Page<Reward>>('get', '/admin/rewards', { searchParams: { ...query } }, 'items'),
      fulfil: (id, by) => call<Reward>('post', '/admin/rewards/fulfil', { json: { id, by } }),
      approve: async (id, by) => {
        await call('post', '/admin/rewards/approve', { json: { id, by } })
      },
      summary: () => call<Summary>('get', '/admin/summary'),
    }),
  }
}

/** A caller of the program's routes; the answers' shapes are the contract's, which the conformance suite checks. */
function createCall({ url, program, token, key, timeout = 8000, fetch }: HttpBackendOptions): Call {
  const prefix = `${url.replace(/\/+$/, '')}/v1`
  const client = ky.create({
    prefixUrl: prefix,
    timeout,
    retry: { limit: 2, methods: ['get', 'post'], jitter: true, maxRetryAfter: 5000 },
    ...(fetch && { fetch: (input, init) => fetch(input, init) }),
  })
  return async <T>(method: 'get' | 'post', path: string, init: Options = {}, list?: keyof T): Promise<T> => {
    const bearer = key ?? (typeof token === 'function' ? token() : token)
    const headers = bearer ? { authorization: `Bearer ${bearer}` } : {}
    try {
      const answer = await client[method](encodeURIComponent(program) + path, { ...init, headers }).json<T>()
      if (!isAnswer(answer, list))
        throw new RangeError(list ? `no list "${String(list)}"` : 'something that is no object')
      return answer
    } catch (cause) {
      throw await explainFailure(cause, prefix)
    }
  }
}

function isAnswer<T>(answer: T, list: keyof T | undefined): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  return list === undefined || Array.isArray(answer[list])
}
