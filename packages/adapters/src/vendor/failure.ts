import { GoodwordError } from '@goodword/program/errors'

/** What is known of a call that failed: the `cause` of the error. It holds no request, and so no key. */
export interface VendorFailure {
  /** The answer's, if there was one. */
  readonly status?: number
  /** The vendor's own words, without our keys. */
  readonly words?: string
  /** Seconds, if the vendor said so, or the breaker knows. */
  readonly retryAfter?: number
  /** The vendor may have done what it was asked, although it did not say so. */
  readonly inDoubt: boolean
  /** The vendor's clock at its answer, epoch milliseconds. */
  readonly date?: number
}

/** What a vendor said no with; `undefined` for any other error. */
export function failureOf(error: unknown): VendorFailure | undefined {
  if (!(error instanceof GoodwordError) || !error.code.startsWith('vendor-')) return undefined
  return error.cause as VendorFailure | undefined
}

/** Whether the vendor answered with this status. */
export const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  statuses.includes(failureOf(error)?.status ?? 0)

/** For `catch`: `undefined` for a 404, and any other error again. */
export function nothingThere(error: unknown): undefined {
  if (!hasStatus(error, 404)) throw error
}

/**
 * The error of an answer that is no success: `vendor-key` (401, 403), `vendor-limited` (429), `vendor-unavailable` (5xx)
 * or `vendor-refused`.
 */
export function refusal(vendor: string, failure: VendorFailure & { readonly status: number }): GoodwordError {
  const { status, words, retryAfter } = failure
  const said = words ? `: "${words}"` : ''
  const answered = `${vendor} answered with status ${status}${said}.`
  const error = (code: string, remedy: string) =>
    new GoodwordError(code, `${answered} ${remedy}`, { cause: failure })
  if (status === 401 || status === 403)
    return error('vendor-key', 'Check the keys, what they may do, and the server’s clock.')
  if (status === 429)
    return error('vendor-limited', `Try again in ${retryAfter ?? 'a few'} seconds, and ask less often.`)
  if (status >= 500) return error('vendor-unavailable', 'Try again later; nothing has to be changed.')
  return error('vendor-refused', 'Change what it complains of; the same again will be refused again.')
}
