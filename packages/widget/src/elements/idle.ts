/** Runs when the page has nothing better to do, and never for readers who save data. Returns how to call it off. */
export function whenIdle(window: Window, run: () => void): () => void {
  const { navigator } = window
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {}
  if (saveData) return () => {}
  // Not in Safari yet.
  if (!('requestIdleCallback' in window)) {
    const later = (window as Window).setTimeout(run, 1500)
    return () => (window as Window).clearTimeout(later)
  }
  const later = window.requestIdleCallback(run)
  return () => window.cancelIdleCallback(later)
}
