/**
 * Adds a stylesheet to a shadow root in a way that a strict content policy allows: as a constructed sheet, or where
 * the browser has none as a `<style>` with the page's nonce.
 */
export function adoptStyles(root: ShadowRoot, css: string, nonce?: string): void {
  const { ownerDocument: document } = root
  try {
    const sheet = new document.defaultView!.CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch {
    const style = document.createElement('style')
    if (nonce) style.nonce = nonce
    style.textContent = css
    root.append(style)
  }
}
