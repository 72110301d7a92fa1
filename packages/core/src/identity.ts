import type { WritableAtom } from 'nanostores'
import type { TokenSource, Tracker } from './contract.ts'
import { browserEnvironment, type TrackerEnvironment } from './environment.ts'

/**
 * Keeps a tracker's `$token` fresh: a callback is asked at once, and again from a minute before the token ends. For
 * whoever reads the token; a page that only counts conversions needs none.
 */
export function watchIdentity(
  { $token, $identity, onError }: Tracker,
  { window, now }: TrackerEnvironment = browserEnvironment(),
): void {
  let ends = Infinity
  let named: TokenSource

  const ask = async (): Promise<void> => {
    const asked = $identity.get()
    const [source] = asked
    ends = Infinity
    try {
      const token = typeof source === 'function' ? await source() : source
      // Somebody else may have been named by now.
      if (source !== $identity.get()[0]) return
      ends = typeof source === 'function' ? endOf(token) : ends
      // Only the page may not write it.
      ;($token as WritableAtom<string | undefined>).set(token)
    } catch (error) {
      ends = 0
      onError(error)
    }
  }
  $identity.subscribe(([source]) => {
    // The customer's own code may become known later: they are the same.
    if (source && source === named) return
    named = source
    void ask()
  })
  // Not one long timer: those stand still while a computer sleeps.
  window.setInterval(() => ends < now() + 60_000 && ask(), 20_000)
}

/** When a token ends, in epoch milliseconds; never, for what says nothing about it. */
function endOf(token = ''): number {
  try {
    const text = atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'))
    return (JSON.parse(text) as { exp: number }).exp * 1000 || Infinity
  } catch {
    return Infinity
  }
}
