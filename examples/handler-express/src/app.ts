import type { ReferralBackend } from '@goodword/adapters'
import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { nodeListener } from '@goodword/server'
import { createHandler } from '@goodword/server/handler'
import express, { type Express } from 'express'

/** A shop in Express with the referral routes beside its own. */
export function createApp(
  secret: string,
  backend: ReferralBackend = memoryBackend({ program: parseProgram(smallShop) }),
): Express {
  const goodword = createHandler(backend, {
    access: () => ({ secretKeys: [secret], identityKeys: [] }),
  })
  const app = express()
  // `all` keeps the path whole, where `use` would cut it; a pattern leaves it to the handler to decode it; and it stands
  // before what reads bodies.
  app.all([/^\/(v1|r)\//, '/openapi.json'], nodeListener(goodword))

  app.use(express.json())
  app.post('/cart', (request, response) => void response.json({ added: request.body }))
  return app
}
