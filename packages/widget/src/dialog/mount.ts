import { effect } from '@preact/signals-core'
import { render, type ComponentChild } from 'preact'

/**
 * Draws into a place, and again whenever a signal changes that was read: all of it, which for one dialog is cheaper than
 * the code that would find out which parts. Returns how to stop.
 */
export function mount(draw: () => ComponentChild, place: Element): () => void {
  return effect(() => render(draw(), place))
}
