import type { Tracker } from '@goodword/core'
import { GoodwordError } from '@goodword/program/errors'
import type { WordOverrides } from '../locales/override.ts'
import { noteKey } from '../storage.ts'
import type { GoodwordPanelElement, Panel, PanelHost, PanelTag } from './panel-contract.ts'
import { watchLanguage } from './language.ts'
import { readSettings } from './settings.ts'
import { adoptStyles } from './styles.ts'

/** What the elements of a page share. */
export interface PanelPage {
  readonly window: Window & typeof globalThis
  /** For elements that were given none of their own. */
  readonly tracker: Tracker | undefined
  readonly words: WordOverrides | undefined
}

interface PanelKind {
  load(): Promise<{ createPanel(host: PanelHost): Panel }>
  /** Pixels to keep free until the content is there, so that nothing below it moves. */
  readonly reserve: number
}

const kinds: Readonly<Record<PanelTag, PanelKind>> = {
  'goodword-welcome': { load: () => import('../welcome/welcome-panel.tsx'), reserve: 146 },
  'goodword-progress': { load: () => import('../progress/progress-panel.tsx'), reserve: 480 },
  'goodword-leaderboard': { load: () => import('../leaderboard/leaderboard-panel.tsx'), reserve: 420 },
  'goodword-nps': { load: () => import('../nps/nps-panel.tsx'), reserve: 160 },
  'goodword-refer': { load: () => import('../refer/refer-panel.tsx'), reserve: 470 },
}

/** Defines the elements beside `<goodword-invite>`: small shells, whose content comes when one of them is in the page. */
export function definePanels(page: PanelPage): void {
  const shared = new Map<string, unknown>()
  for (const tag of Object.keys(kinds) as PanelTag[]) {
    page.window.customElements.define(tag, createPanelElement(page, kinds[tag], shared))
  }
}

const own = ['tracker', 'token', 'words'] as const

function createPanelElement(
  page: PanelPage,
  kind: PanelKind,
  shared: Map<string, unknown>,
): CustomElementConstructor {
  const { window } = page

  return class extends window.HTMLElement implements GoodwordPanelElement {
    static observedAttributes = ['api', 'program', 'locale', 'token', 'code', 'coupon']

    readonly #root = this.attachShadow({ mode: 'open' })
    #panel: Promise<Panel> | undefined
    #isReady = false
    #tracker: Tracker | undefined
    #words: WordOverrides | undefined
    /** Ends what was begun when the element came into the document. */
    #leave: (() => void)[] = []

    get tracker(): Tracker | undefined {
      return this.#tracker ?? page.tracker
    }

    set tracker(tracker: Tracker | undefined) {
      this.#tracker = tracker
      this.#follow()
    }

    get words(): WordOverrides | undefined {
      return this.#words ?? page.words
    }

    set words(words: WordOverrides | undefined) {
      this.#words = words
      this.#drive()
    }

    get token(): string | undefined {
      return this.getAttribute('token') || undefined
    }

    set token(token: string | undefined) {
      if (token) this.setAttribute('token', token)
      else this.removeAttribute('token')
    }

    ask(): boolean {
      this.hidden = false
      this.scrollIntoView({ block: 'nearest' })
      return true
    }

    connectedCallback(): void {
      // What a framework has set before the class was known would hide our own accessors.
      const early = this as Partial<GoodwordPanelElement>
      for (const name of own) {
        if (!Object.hasOwn(this, name)) continue
        const { [name]: value } = early
        delete early[name]
        Object.assign(this, { [name]: value })
      }
      if (!this.#isReady) this.#reserve()
      this.#isReady = true
      this.#follow()
    }

    disconnectedCallback(): void {
      this.#unfollow()
      void this.#panel?.then((panel) => this.isConnected || panel.leave())
    }

    attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
      // An element that is upgraded hears of its attributes before it hears that it is in the page.
      if (before !== after && this.#isReady) this.#drive()
    }

    #reserve(): void {
      const isEmpty = this.localName === 'goodword-welcome' && !isWelcomed(this, this.tracker, window)
      const reserve = isEmpty ? 0 : kind.reserve
      const css = `:host{--_reserve:${reserve}px;display:block;min-block-size:var(--_reserve)}:host([hidden]){display:none}`
      adoptStyles(this.#root, css, this.tracker?.nonce)
    }

    #follow(): void {
      this.#unfollow()
      if (!this.isConnected) return
      const drive = (): void => this.#drive()
      this.#leave.push(watchLanguage(window, drive))
      if (this.tracker) this.#leave.push(this.tracker.$token.listen(drive))
      drive()
    }

    #unfollow(): void {
      for (const leave of this.#leave.splice(0)) leave()
    }

    #drive(): void {
      if (!this.isConnected) return
      this.#panel ??= kind.load().then(({ createPanel }) => createPanel(this.#host()))
      this.#panel
        .then((panel) => this.isConnected && panel.refresh())
        .catch((cause: unknown) => {
          this.#panel = undefined
          const message = `<${this.localName}> did not load. Are its chunks served?`
          this.#emit('goodword:error', new GoodwordError('widget-load', message, { cause }))
        })
    }

    #host(): PanelHost {
      return {
        window,
        element: this,
        root: this.#root,
        shared,
        settings: () => readSettings(this, this.tracker, window),
        words: () => this.words,
        emit: (name, detail) => this.#emit(name, detail),
      }
    }

    #emit(name: string, detail: unknown): boolean {
      return this.dispatchEvent(
        new window.CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
      )
    }
  }
}

/** Whether a friend's code is there, and they have not put its welcome away. */
function isWelcomed(element: HTMLElement, tracker: Tracker | undefined, window: Window): boolean {
  const code = element.getAttribute('code') || tracker?.$touch.get()?.code
  if (!code) return element.hasAttribute('ask-code')
  try {
    return window.localStorage.getItem(noteKey(tracker?.program, 'welcome')) !== code
  } catch {
    return true
  }
}
