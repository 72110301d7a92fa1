import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program/errors'
import type { InviteSettings } from '../elements/contract.ts'

/**
 * The backend of an element's settings, made once, however many ask meanwhile: its code comes with the first request.
 * Rejects with `widget-setup`.
 */
export function connectOnce(settings: () => InviteSettings): () => Promise<ReferralBackend> {
  let backend: ReferralBackend | undefined
  return async () => {
    if (backend) return backend
    const http = await import('@goodword/adapters/http')
    const { api: url, program } = settings()
    if (!url || !program) {
      const missing = program ? 'api' : 'program'
      throw new GoodwordError(
        'widget-setup',
        `<goodword-invite> has no ${missing}. Set it, or give it a tracker.`,
      )
    }
    return (backend ??= http.httpBackend({ url, program, token: () => settings().token }))
  }
}
