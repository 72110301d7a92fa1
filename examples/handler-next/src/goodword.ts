import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { createHandler } from '@goodword/server/handler'

/** One handler for all routes; put a vendor's backend in place of the one in memory, which ends with its process. */
export const goodword = createHandler(memoryBackend({ program: parseProgram(smallShop) }), {
  access: () => ({ secretKeys: [process.env['GOODWORD_SECRET_KEY'] ?? ''], identityKeys: [] }),
})
