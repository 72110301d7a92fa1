import { signal, type Signal } from '@preact/signals-core'
import { useEffect, useState } from 'preact/hooks'

/** A signal of a component's own. Whoever reads it is drawn anew as `mount` draws everything: nothing else has to know. */
export function useSignal<T>(initial: T): Signal<T> {
  return useState(() => signal(initial))[0]
}

/**
 * Does something once a drawing is over, and again when one of `reasons` has changed. Not within the effect itself: a
 * signal that it sets draws at once, and Preact would then begin the effects that it is at a second time.
 */
export function useTask(run: () => void, reasons: readonly unknown[]): void {
  useEffect(() => void Promise.resolve().then(run), reasons)
}
