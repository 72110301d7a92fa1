import { useEffect } from 'preact/hooks'

/**
 * Does something once a drawing is over, and again when one of `reasons` has changed. Not within the effect itself: a
 * signal that it sets draws at once, and Preact would then begin the effects that it is at a second time.
 */
export function useTask(run: () => void, reasons: readonly unknown[]): void {
  useEffect(() => void Promise.resolve().then(run), reasons)
}
