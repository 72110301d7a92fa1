import type { Tracker } from '@goodword/core'
import { GoodwordError } from '@goodword/program/errors'
import type { WordOverrides } from '../locales/override.ts'
import css from './button.css?inline'
import { createButton } from './button.ts'
import type {
  GoodwordInviteElement,
  InviteDialog,
  InviteEvents,
  InviteHost,
  InviteSettings,
} from './contract.ts'
import { keepClear } from './floating.ts'
import { whenIdle } from './idle.ts'
import { defaultLabel, keptLabel } from './labels.ts'
import { watchLanguage } from './language.ts'
import { readSettings } from './settings.ts'
import { adoptStyles } from './styles.ts'

/** What every element of a page shares. */
export interface InvitePage {
  readonly window: Window & typeof globalThis
  /** For elements that were given none of their own. */
  readonly tracker: Tracker | undefined
  readonly words: WordOverrides | undefined
  /** Those in the document now, in the order of their arrival. */
  readonly elements: Set<GoodwordInviteElement>
}

/** Makes the class of `<goodword-invite>`: a function, because a server that imports this has no `HTMLElement`. */
export function createInviteElement(page: InvitePage): CustomElementConstructor {
  const { window, elements } = page

  return class extends window.HTMLElement implements GoodwordInviteElement {
    static observedAttributes = ['label', 'locale', 'mode', 'open', 'token']

    readonly #root = this.attachShadow({ mode: 'open' })
    readonly #button = createButton(window.document)
    #dialog: Promise<InviteDialog> | undefined
    #tracker: Tracker | undefined
    #words: WordOverrides | undefined
    #label: string | undefined
    #isRendered = false
    #isUnasked = false
    /** Ends what was begun when the element came into the document. */
    #leave: (() => void)[] = []

    get tracker(): Tracker | undefined {
      return this.#tracker ?? page.tracker
    }

    set tracker(tracker: Tracker | undefined) {
      this.#tracker = tracker
      if (this.isConnected) this.#follow()
    }

    get token(): string | undefined {
      return this.getAttribute('token') || undefined
    }

    set token(token: string | undefined) {
      if (token) this.setAttribute('token', token)
      else this.removeAttribute('token')
    }

    get words(): WordOverrides | undefined {
      return this.#words ?? page.words
    }

    set words(words: WordOverrides | undefined) {
      this.#words = words
    }

    connectedCallback(): void {
      this.#adoptEarly('tracker')
      this.#adoptEarly('words')
      this.#adoptEarly('token')
      elements.add(this)
      if (!this.#isRendered) this.#render()
      this.#follow()
      if (this.hasAttribute('open')) this.open()
    }

    disconnectedCallback(): void {
      elements.delete(this)
      this.#unfollow()
      this.close()
      this.#drive((dialog) => dialog.hide())
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (!this.isConnected || before === after) return
      if (name === 'token') this.#refresh()
      else if (name === 'locale') this.#translate()
      else if (name === 'mode') this.#change(`${before} ${after}`)
      else if (name === 'label') this.#relabel()
      else if (after === null) this.#drive((dialog) => dialog.hide())
      else this.#show()
    }

    open(): void {
      if (this.#isInline) this.#load((dialog) => dialog.show(false))
      else if (!this.hasAttribute('open')) this.setAttribute('open', '')
      else if (this.isConnected) this.#show()
    }

    ask(): void {
      this.#isUnasked = !this.hasAttribute('open')
      this.open()
    }

    close(): void {
      this.#isUnasked = false
      this.removeAttribute('open')
    }

    get #isInline(): boolean {
      return this.getAttribute('mode') === 'inline'
    }

    #render(): void {
      this.#isRendered = true
      adoptStyles(this.#root, css, this.#settings().nonce)
      const { shell } = this.#button
      shell.addEventListener('click', () => this.open())
      const prepare = (): void => this.#load((dialog) => dialog.prepare())
      for (const intent of ['pointerenter', 'pointerdown', 'focusin']) shell.addEventListener(intent, prepare)
    }

    /** With `mode="dialog"` there is no button, as only `open()` opens; what is inline needs none. */
    #relabel(): void {
      const { shell } = this.#button
      if (/dialog|inline/.test(this.getAttribute('mode') ?? '')) shell.remove()
      else if (!shell.isConnected) this.#root.prepend(shell)
      const { program, locale } = this.#settings()
      const own = this.getAttribute('label') ?? this.#label
      this.#button.label(own ?? keptLabel(window, program, locale) ?? defaultLabel(locale))
    }

    /** What was in the page cannot become a dialog, nor a dialog a part of the page. */
    #change(modes: string): void {
      if (/inline/.test(modes)) {
        this.#drive((dialog) => dialog.leave())
        this.#dialog = undefined
      }
      this.#follow()
    }

    #translate(): void {
      this.#label = undefined
      this.#relabel()
      this.#refresh()
    }

    #follow(): void {
      this.#unfollow()
      this.#relabel()
      this.#leave.push(watchLanguage(window, () => this.#translate()))
      const { tracker } = this
      if (tracker) this.#leave.push(tracker.$token.listen(() => this.#refresh()))
      if (this.#tracker) {
        this.#leave.push(
          this.#tracker.on('open', () => this.open()),
          this.#tracker.on('close', () => this.close()),
        )
      }
      if (this.#isInline) this.#load((dialog) => dialog.refresh())
      else this.#leave.push(whenIdle(window, () => this.#load()))
      if (this.getAttribute('mode') === 'floating') {
        this.#leave.push(keepClear(window, this))
      }
    }

    #unfollow(): void {
      for (const leave of this.#leave.splice(0)) leave()
    }

    #refresh(): void {
      if (this.#isInline || this.hasAttribute('open')) this.#drive((dialog) => dialog.refresh())
    }

    #show(): void {
      this.#button.busy(true)
      this.#load((dialog) => {
        if (this.isConnected && this.hasAttribute('open')) dialog.show(this.#isUnasked)
      })
    }

    /** Loads the second stage, once, and hands it to `use`. */
    #load(use?: (dialog: InviteDialog) => void): void {
      this.#dialog ??= this.#import()
      this.#drive(use)
    }

    #drive(use?: (dialog: InviteDialog) => void): void {
      this.#dialog
        ?.then(use)
        .catch((cause: unknown) => {
          this.#dialog = undefined
          if (!use) return
          this.close()
          const message = 'The dialog did not load. Are its chunks served?'
          this.#emit('goodword:error', new GoodwordError('widget-load', message, { cause }))
        })
        .finally(() => this.#button.busy(false))
    }

    async #import(): Promise<InviteDialog> {
      const { createInviteDialog } = await import('../dialog/invite-dialog.tsx')
      const host: InviteHost = {
        window,
        root: this.#root,
        isInline: this.#isInline,
        settings: () => this.#settings(),
        emit: (name, detail) => this.#emit(name, detail),
        closed: () => this.close(),
        named: (label) => {
          this.#label = label
          this.#relabel()
        },
      }
      return createInviteDialog(host)
    }

    #emit<Name extends keyof InviteEvents>(name: Name, detail: InviteEvents[Name]): void {
      this.dispatchEvent(new window.CustomEvent(name, { detail, bubbles: true, composed: true }))
    }

    #settings(): InviteSettings {
      return { ...readSettings(this, this.tracker, window), words: this.words }
    }

    /** What a framework has set before the class was known would hide our own accessor. */
    #adoptEarly(name: 'tracker' | 'token' | 'words'): void {
      if (!Object.hasOwn(this, name)) return
      const { [name]: value } = this as GoodwordInviteElement
      delete (this as Partial<GoodwordInviteElement>)[name]
      Object.assign(this, { [name]: value })
    }
  }
}
