import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { OwnerTools } from '../backend/owner-tools.ts'

/** One of the backend's tools for owners. Throws `unsupported` where it has none. */
export function requireTool<Name extends keyof OwnerTools>(
  backend: ReferralBackend & { readonly owner?: Partial<OwnerTools> },
  name: Name,
): NonNullable<OwnerTools[Name]> {
  const tool = backend.owner?.[name]
  if (tool) return tool
  throw new GoodwordError(
    'unsupported',
    `The ${backend.name} backend has no ${name} of its own. Look on the backend’s own pages.`,
  )
}
