import type { Tracker } from './contract.ts'

/** Stripe's pricing tables and buy buttons. */
const stripe = '[publishable-key]'

/**
 * Lets a page's markup speak: `data-goodword-convert="name"` reports forms when they are submitted and everything else
 * when it is clicked; links to other domains and Stripe's payment links get the code when they are used; hidden inputs
 * called like a parameter, and Stripe's elements, are kept filled with it. What the page filled in stays. `look` is called
 * whenever something may have come into the page.
 */
export function watchPage(window: Window & typeof globalThis, tracker: Tracker, look: () => void): void {
  const { document } = window
  const { params, $touch } = tracker
  let before = ''

  const fill = (): void => {
    look()
    const code = $touch.get()?.code ?? ''
    const put = (selector: string, name: string): void => {
      for (const element of document.querySelectorAll(selector)) {
        const value = element.getAttribute(name) ?? ''
        if (value !== code && (!value || value === before)) element.setAttribute(name, code)
      }
    }
    for (const name of params) put(`input[type=hidden][name="${name}"]`, 'value')
    put(stripe, 'client-reference-id')
    before = code
    // Stripe's elements are read when they come to life: worth watching for where there is Stripe at all.
    if (document.querySelector(`[src*="js.stripe.com"],${stripe}`))
      observer.observe(document, { subtree: true, childList: true })
  }
  const observer = new window.MutationObserver(fill)
  const use = ({ type, target }: Event): void => {
    fill()
    // An application of one page draws what was asked for a moment later.
    setTimeout(fill, 1000)
    const closest = (selector: string): HTMLElement | null | undefined =>
      (target as Partial<Element>).closest?.(selector)
    const named = closest('[data-goodword-convert]')
    if (named && type === (named.localName === 'form' ? 'submit' : 'click'))
      tracker.convert(named.getAttribute('data-goodword-convert')!)
    const link = closest(
      'a[data-goodword-decorate],a[href^="https://buy.stripe.com/"]:not([href*=reference])',
    )
    if (link) tracker.decorate(link as HTMLAnchorElement)
  }
  $touch.subscribe(fill)
  // While capturing: a page that stops its events from bubbling still means them. Whoever copies a link's address has
  // pressed on it, and who submits a form has been in it: that is soon enough for what came after the page was ready.
  for (const type of ['pointerdown', 'submit', 'DOMContentLoaded', 'click', 'focusin'])
    document.addEventListener(type, use, true)
}
