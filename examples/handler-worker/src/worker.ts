import { growsurf } from '@goodword/adapters/growsurf'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { createHandler } from '@goodword/server/handler'

/** The worker's secrets and variables. */
interface Env {
  readonly GROWSURF_API_KEY: string
  readonly GROWSURF_CAMPAIGN: string
  readonly GROWSURF_URL: string
  readonly GOODWORD_SECRET_KEY: string
  readonly GOODWORD_IDENTITY_KEY: string
}
type Handler = ReturnType<typeof createHandler>

const program = parseProgram(smallShop)
let handler: Handler | undefined

/** Made at the first request, which is when a worker learns its secrets, and kept for those that follow. */
function handlerOf(env: Env): Handler {
  const backend = growsurf({
    program,
    apiKey: env.GROWSURF_API_KEY,
    campaign: env.GROWSURF_CAMPAIGN,
    url: env.GROWSURF_URL,
  })
  return createHandler(backend, {
    access: () => ({
      secretKeys: [env.GOODWORD_SECRET_KEY],
      identityKeys: [env.GOODWORD_IDENTITY_KEY],
    }),
    landing: () => program,
  })
}

// oxlint-disable-next-line import/no-default-export -- what a worker's runtime looks for
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    handler ??= handlerOf(env)
    return handler(request, { address: request.headers.get('cf-connecting-ip') ?? undefined })
  },
}
