// One page with `<goodword-invite>`, whose requests a real handler answers: elements can be defined once only.
import { createTracker, type Tracker } from '@goodword/core'
import { afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { openShop, type TestShop } from '../testing.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { defineWidgets } from './define.ts'
import './jsx.ts'

/** The page of a test file. */
export interface InvitePage {
  readonly tracker: Tracker
  /** A new one for each test; a test may put another in its place. */
  shop: TestShop
  /** Puts markup into the page, and gives back its `<goodword-invite>`. */
  place(html: string): GoodwordInviteElement
}

/** Opens the page for all tests of a file, and clears it after each. `before` runs before the elements are known. */
export function openInvitePage(before: () => void = () => {}): InvitePage {
  const page: InvitePage = {
    tracker: createTracker({ program: 'shop', api: 'https://refer.example', consent: 'denied' }),
    shop: openShop(),
    place(html) {
      const holder = document.createElement('div')
      holder.innerHTML = html
      document.body.append(holder)
      return holder.querySelector('goodword-invite')!
    },
  }
  beforeAll(() => {
    // Links are followed by real browsers only.
    document.addEventListener('click', (event) => event.preventDefault())
    before()
    defineWidgets({ tracker: page.tracker })
  })
  beforeEach(() => {
    page.shop = openShop()
    vi.stubGlobal('fetch', (...request: Parameters<typeof fetch>) => page.shop.fetch(...request))
  })
  afterEach(() => {
    document.body.replaceChildren()
    document.documentElement.lang = ''
    sessionStorage.clear()
    page.tracker.identify()
    page.tracker.close()
  })
  return page
}

/** The button that opens the dialog; none in some modes. */
export const button = (element: Element): HTMLButtonElement | null =>
  element.shadowRoot!.querySelector('.open')

/** The dialog, once it is loaded. */
export const dialog = (element: Element): HTMLDialogElement => element.shadowRoot!.querySelector('dialog')!

/** All that an element shows. */
export const textOf = (element: Element): string => element.shadowRoot!.textContent

/** The next event of that name. */
export const heard = (element: Element, name: string): Promise<CustomEvent> =>
  new Promise((resolve) =>
    element.addEventListener(name, (told) => resolve(told as CustomEvent), { once: true }),
  )
