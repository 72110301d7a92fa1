import type { ReferralBackend } from '@goodword/adapters'
import type { Tracker } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'

/** Reports a share: through the tracker, whose queue survives the page, or without one straight to the backend. */
export function recordShare(
  share: { readonly channel: string; readonly code: string },
  tracker: Tracker | undefined,
  connect: () => Promise<ReferralBackend>,
  { crypto }: Pick<Window, 'crypto'>,
  onError: (error: GoodwordError) => void,
  now: () => number = Date.now,
): void {
  if (tracker) {
    tracker.record({ type: 'share', ...share })
    return
  }
  // Not randomUUID, which plain http does not have.
  const id = Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => (byte % 36).toString(36)).join(
    '',
  )
  connect()
    .then((backend) => backend.record([{ type: 'share', id, at: now(), ...share }]))
    .catch(onError)
}
