import type { Touch } from '@goodword/program/touch'
import type { Tracker } from './contract.ts'

/** Whether the page has one of our elements that nothing has brought to life yet. */
export function awaitsWidget(document: Document): boolean {
  const unborn = [...document.querySelectorAll(':not(:defined)')]
  return unborn.some(({ localName }) => localName.startsWith('goodword-'))
}

const payment = '[href^="https://buy.stripe.com/"]'
const stripe = 'stripe-pricing-table,stripe-buy-button'

/**
 * Lets a page's markup speak: `data-goodword-convert="name"` reports forms when they are submitted and everything else
 * when it is clicked; links to other domains and Stripe's payment links get the code when they are used; hidden inputs
 * called like a parameter, and Stripe's elements, are kept filled with it. What the page filled in stays.
 */
export function watchPage(window: Window & typeof globalThis, tracker: Tracker): void {
  const { document } = window
  const { $touch, params } = tracker

  const fill = (touch: Touch | undefined, before?: Touch): void => {
    const code = touch?.code ?? ''
    const put = (element: Element, name: string): void => {
      const value = element.getAttribute(name) ?? ''
      if (value !== code && ['', before?.code].includes(value)) element.setAttribute(name, code)
    }
    for (const input of document.querySelectorAll<HTMLInputElement>('input[type=hidden]'))
      if (params.includes(input.name)) put(input, 'value')
    for (const element of document.querySelectorAll(stripe)) put(element, 'client-reference-id')
  }
  const use = ({ target, type }: Event): void => {
    fill($touch.get())
    const closest = (selector: string): HTMLElement | null | undefined =>
      (target as Element | null)?.closest?.<HTMLElement>(selector)
    const named = closest('[data-goodword-convert]')
    if (named && type === (named.localName === 'form' ? 'submit' : 'click'))
      tracker.convert(named.dataset['goodwordConvert']!)
    const link = closest(`a[data-goodword-decorate],a${payment}`)
    if (link && $touch.get())
      tracker.decorate(link as HTMLAnchorElement, link.matches(payment) ? 'client_reference_id' : undefined)
  }
  $touch.subscribe(fill)
  // While capturing: a page that stops its events from bubbling still means them. Whoever copies a link's address has
  // pressed on it, and who submits a form has been in it: that is soon enough for what came after the page was ready.
  for (const type of ['click', 'submit', 'pointerdown', 'focusin']) document.addEventListener(type, use, true)
  // Stripe's elements are read when they come to life: worth watching for where there is Stripe at all.
  if (document.querySelector(`script[src*="js.stripe.com"],${stripe}`))
    new window.MutationObserver(() => fill($touch.get())).observe(document, {
      childList: true,
      subtree: true,
    })
}
