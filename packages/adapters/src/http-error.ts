import { GoodwordError, type Problem } from '@goodword/program/errors'
import { HTTPError, TimeoutError } from 'ky'

/** RFC 9457 problem details, as our wire sends them. */
interface ProblemDetails {
  readonly code: string
  readonly detail: string
  readonly problems?: readonly Problem[]
}

/** What a failed request means: the server's own error if it told one, else what went wrong on the way. */
export async function explainFailure(cause: unknown, api: string): Promise<GoodwordError> {
  if (cause instanceof GoodwordError) return cause
  if (cause instanceof HTTPError) {
    const details: unknown = await cause.response.json().catch(() => undefined)
    if (isProblemDetails(details)) {
      const { code, detail, problems = [] } = details
      return new GoodwordError(code, detail, { cause, problems })
    }
    const { status } = cause.response
    // Without its query, which may name people.
    const route = `${cause.request.method} ${cause.request.url.split('?')[0]}`
    return invalid(route, `a status ${status} without problem details`, cause)
  }
  if (cause instanceof TimeoutError) {
    return new GoodwordError(
      'timeout',
      `${api} did not answer in time. Try again; is the server overloaded?`,
      { cause },
    )
  }
  if (cause instanceof TypeError) {
    return new GoodwordError(
      'network',
      `${api} could not be reached. Check the address and the connection.`,
      { cause },
    )
  }
  // The route answered, and it was JSON.
  return invalid(api, cause instanceof RangeError ? cause.message : 'something that is not JSON', cause)
}

function invalid(api: string, what: string, cause: unknown): GoodwordError {
  return new GoodwordError(
    'answer-invalid',
    `${api} answered with ${what}. Is this the address of a Goodword API?`,
    { cause },
  )
}

function isProblemDetails(value: unknown): value is ProblemDetails {
  if (typeof value !== 'object' || value === null) return false
  const { code, detail } = value as Record<string, unknown>
  return typeof code === 'string' && typeof detail === 'string'
}
