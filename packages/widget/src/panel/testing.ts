// A page for tests: the elements, a tracker, and a shop behind them.
import { createTracker, type Tracker } from '@goodword/core'
import { vi } from 'vitest'
import { defineWidgets } from '../elements/define.ts'
import type { GoodwordPanelElement, PanelEvents } from '../elements/panel-contract.ts'
import { openShop, type TestShop } from '../testing.ts'

/** A page with our elements. */
export interface TestPage {
  readonly tracker: Tracker
  shop: TestShop
  place(html: string): GoodwordPanelElement
  placeAll(html: string): readonly GoodwordPanelElement[]
  clear(): void
}

/** Opens the page, once in a test file: elements can be defined once only. */
export function openPage(): TestPage {
  const shop = openShop()
  let tests = 0
  vi.stubGlobal('fetch', (...given: Parameters<typeof fetch>) => page.shop.fetch(...given))
  const tracker = createTracker({ program: 'shop', api: 'https://refer.example', consent: 'granted' })
  defineWidgets({ tracker })
  const page: TestPage = {
    tracker,
    shop,
    place: (html) => page.placeAll(html)[0]!,
    placeAll(html) {
      // Elements of one page share what they learnt: each test has a server of its own.
      document.body.innerHTML = html.replaceAll(/<goodword-\w+/g, `$& api="https://refer-${tests}.example"`)
      return [...document.body.children] as GoodwordPanelElement[]
    },
    clear() {
      tests += 1
      document.body.replaceChildren()
      document.documentElement.lang = ''
      tracker.reset()
      page.shop = openShop()
    },
  }
  return page
}

/** What a reader sees of an element. */
export const textOf = (element: Element): string => element.shadowRoot!.textContent

/** The first match inside of an element; fails when there is none of that kind. */
export function inside(element: Element, selector: string): HTMLElement
export function inside<T extends HTMLElement>(
  element: Element,
  selector: string,
  kind: abstract new () => T,
): T
export function inside(
  element: Element,
  selector: string,
  kind: abstract new () => HTMLElement = HTMLElement,
): HTMLElement {
  const found = element.shadowRoot!.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`There is no ${kind.name} "${selector}" in ${element.shadowRoot!.innerHTML}`)
}

/** The details of the next event of a name. */
export function heard<Name extends keyof PanelEvents>(name: Name): Promise<CustomEvent<PanelEvents[Name]>> {
  return new Promise((resolve) => {
    document.addEventListener(name, (event) => resolve(event as CustomEvent<PanelEvents[Name]>), {
      once: true,
    })
  })
}
