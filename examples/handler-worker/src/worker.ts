import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { createHandler } from '@goodword/server/handler'

interface Env {
  readonly GOODWORD_SECRET_KEY: string
  readonly GOODWORD_IDENTITY_KEY: string
}

const backend = memoryBackend({ program: parseProgram(smallShop) })

// oxlint-disable-next-line import/no-default-export -- what a worker's runtime looks for
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const handler = createHandler(backend, {
      access: () => ({
        secretKeys: [env.GOODWORD_SECRET_KEY],
        identityKeys: [env.GOODWORD_IDENTITY_KEY],
      }),
    })
    return handler(request, { address: request.headers.get('cf-connecting-ip') ?? undefined })
  },
}
