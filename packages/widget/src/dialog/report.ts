import type { ReferralBackend } from '@goodword/adapters'
import type { TrackedEvent, Tracker } from '@goodword/core'
import type { GoodwordError } from '@goodword/program/errors'

/** Reports an event: through the tracker, whose queue survives the page, or without one straight to the backend. */
export function report(
  event: TrackedEvent,
  tracker: Tracker | undefined,
  connect: () => Promise<ReferralBackend>,
  window: Pick<Window, 'crypto'>,
  onError: (error: GoodwordError) => void,
  now: () => number = Date.now,
): void {
  if (tracker) {
    tracker.record(event)
    return
  }
  connect()
    .then((backend) => backend.record([{ id: randomText(window), at: now(), ...event }]))
    .catch(onError)
}

/** 24 letters and digits. Not `randomUUID`, which plain http does not have. */
export function randomText({ crypto }: Pick<Window, 'crypto'>): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => (byte % 36).toString(36)).join('')
}
