/** Tells when the page itself turns to another language. Returns how to stop. */
export function watchLanguage(
  { document, MutationObserver }: Window & typeof globalThis,
  run: () => void,
): () => void {
  const observer = new MutationObserver(run)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] })
  return () => observer.disconnect()
}
