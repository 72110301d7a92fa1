import type { Tracker } from '@goodword/core'
import type { WordOverrides } from '../locales/override.ts'
import { watchMoments } from '../moments/watch.ts'
import type { GoodwordInviteElement } from './contract.ts'
import { createInviteElement } from './invite-element.ts'
import type { PanelPage } from './panel-element.ts'

/** How to set up the elements of a page. */
export interface DefineOptions {
  /** Knows program, API and identity for all elements that are given no tracker of their own. */
  readonly tracker?: Tracker | undefined
  /** Words of your own, by language, for all elements that are given none: `{ en: { copied: 'Got it' } }`. */
  readonly words?: WordOverrides | undefined
  /** @default the browser's; without one, on a server, nothing is defined */
  readonly window?: (Window & typeof globalThis) | undefined
}

const tag = 'goodword-invite'

/**
 * Defines Goodword's elements, those beside `<goodword-invite>` by `definePanels`: at once, or a moment later. Called
 * again it does nothing: the first call counts. From then on `tracker.open()` opens the page's first
 * `<goodword-invite>`, and makes one without a button if there is none. So do the program's moments, or they open the
 * element that they name.
 */
export function defineElements(
  { tracker, words, window = globalThis.window }: DefineOptions,
  definePanels: (page: PanelPage) => void,
): void {
  if (!window?.customElements || window.customElements.get(tag)) return
  const elements = new Set<GoodwordInviteElement>()
  window.customElements.define(tag, createInviteElement({ window, tracker, words, elements }))
  definePanels({ window, tracker, words })
  if (!tracker) return

  const { document } = window
  const first = (): GoodwordInviteElement =>
    [...elements].find((element) => element.tracker === tracker) ?? addInvite(document)
  tracker.on('open', () => first().open())
  tracker.on('close', () => {
    for (const element of elements) if (element.tracker === tracker) element.close()
  })
  watchMoments(window, tracker, (what) => {
    if (what !== 'invite') return document.querySelector<Asking>(`goodword-${what}`)?.ask?.() ?? false
    first().ask()
    return true
  })
}

/** Another element of ours that a moment may name: says whether it had something to ask. */
interface Asking extends HTMLElement {
  readonly ask?: () => boolean
}

function addInvite(document: Document): GoodwordInviteElement {
  const element = document.createElement(tag)
  element.setAttribute('mode', 'dialog')
  document.body.append(element)
  return element
}
