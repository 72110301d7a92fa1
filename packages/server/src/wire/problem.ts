import { GoodwordError } from '@goodword/program'

/** The wire's errors: status and title by code. */
const known: Readonly<Record<string, readonly [number, string]>> = {
  'program-unknown': [404, 'No such program'],
  'not-found': [404, 'Nothing here'],
  'participant-unknown': [404, 'Not enrolled'],
  'order-unknown': [404, 'No such order'],
  'bond-invalid': [400, 'The bond cannot be'],
  'draw-unknown': [404, 'No such draw'],
  'reward-unknown': [404, 'No such reward'],
  'person-unknown': [404, 'Nobody by that key'],
  'body-invalid': [400, 'The body is not what this route takes'],
  'body-too-large': [413, 'The body is too large'],
  'query-invalid': [400, 'The query is not what this route takes'],
  'customer-invalid': [400, 'The customer is incomplete'],
  'key-missing': [401, 'A secret key is needed'],
  'key-wrong': [401, 'The secret key is wrong'],
  'token-missing': [401, 'A signed identity is needed'],
  'token-invalid': [401, 'The signed identity is invalid'],
  'token-expired': [401, 'The signed identity has expired'],
  'code-invalid': [400, 'The code cannot be used'],
  'code-taken': [409, 'The code is taken'],
  'codes-full': [409, 'Too many codes were chosen'],
  'session-ended': [401, 'The owner’s session has ended'],
  'key-unknown': [404, 'No such key'],
  'keys-full': [409, 'Two keys are live'],
  'encoding-unsupported': [415, 'The body is compressed'],
  'rate-limited': [429, 'Too many requests'],
  'webhook-unknown': [404, 'No such webhook'],
  'message-unknown': [404, 'No such message'],
  'link-unknown': [404, 'The link is not complete'],
  'webhook-invalid': [400, 'The webhook is not what this route takes'],
  'target-refused': [400, 'The address cannot be a webhook'],
  'secret-weak': [400, 'The secret is too weak'],
  'webhook-limit': [409, 'There are too many webhooks'],
  'webhook-off': [409, 'The webhook is off'],
  'not-due': [409, 'The reward is not due'],
  overloaded: [503, 'Too much at once'],
  'store-unavailable': [503, 'The database is not there'],
  'store-full': [503, 'The disk is full'],
  'store-read-only': [503, 'The database cannot be written'],
  unsupported: [501, 'This backend cannot do that'],
  // A backend that is itself another server's client.
  network: [502, 'The backend could not be reached'],
  timeout: [504, 'The backend did not answer in time'],
  // A vendor behind the backend. Senders keep what a 5xx answers to, and send it again.
  'vendor-unavailable': [503, 'The vendor is not there'],
  'vendor-limited': [503, 'The vendor takes no more for now'],
  'vendor-key': [503, 'The vendor refuses its keys'],
  'vendor-answer': [502, 'The vendor’s answer makes no sense'],
  'vendor-refused': [422, 'The vendor refuses it'],
}

/** These are the owner's to mend: the log says what the vendor said, and the client only that. */
const ownersOnly: Readonly<Record<string, string>> = {
  'vendor-key': 'The vendor behind this server refuses its keys. The server’s log has the vendor’s answer.',
  'vendor-answer': 'The vendor behind this server answered something unexpected. The server’s log says what.',
}

/** Whether the owner should hear of an error that the client is told of too. */
export const isOwnersBusiness = (error: unknown): boolean =>
  error instanceof GoodwordError && Object.hasOwn(ownersOnly, error.code)

/** An error as problem details (RFC 9457); `undefined` for one that is nobody's business but ours. */
export function describeProblem(error: unknown): Response | undefined {
  const entry = error instanceof GoodwordError && Object.hasOwn(known, error.code) && known[error.code]
  if (!entry) return undefined
  const [status, title] = entry
  const { code, message, problems } = error
  const detail = ownersOnly[code] ?? message
  const response = problemResponse(status, { code, title, detail, ...(problems.length > 0 && { problems }) })
  const { retryAfter, rateLimit } = (error.cause ?? {}) as { retryAfter?: unknown; rateLimit?: unknown }
  // Seconds.
  if (typeof retryAfter === 'number') response.headers.set('retry-after', String(Math.ceil(retryAfter)))
  if (typeof rateLimit === 'string') response.headers.set('ratelimit', rateLimit)
  return response
}

/** For what went wrong inside: says nothing about it. */
export const internalProblem = (): Response =>
  problemResponse(500, {
    code: 'internal',
    title: 'Something went wrong',
    detail: 'Something went wrong on the server. Try again; if it stays, the server’s log says more.',
  })

function problemResponse(status: number, details: { code: string } & Record<string, unknown>): Response {
  const body = { type: `urn:goodword:error:${details.code}`, status, ...details }
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  if (status === 401) headers.set('www-authenticate', 'Bearer')
  if (status === 503) headers.set('retry-after', details.code === 'overloaded' ? '1' : '5')
  return new Response(JSON.stringify(body), { status, headers })
}
