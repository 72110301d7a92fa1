import type { MiddlewareHandler } from 'hono'
import type { ProgramEnv } from './options.ts'

/** What every answer of ours says, unless its route says otherwise; there is nothing in it to run or to frame. */
const defaults: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['x-frame-options', 'DENY'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'cross-origin'],
]

const foreign = new WeakSet<Response>()

/** The site around us has headers of its own. */
export function leaveAsItIs(answer: Response): Response {
  foreign.add(answer)
  return answer
}

/** Adds what is missing to every answer, errors and files included. */
export const secureAnswers: MiddlewareHandler<ProgramEnv> = async (c, next) => {
  await next()
  if (foreign.has(c.res)) return
  const { headers } = c.res
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value)
}
