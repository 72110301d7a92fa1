import type { GoodwordInviteElement } from './contract.ts'

/** The attributes and properties of `<goodword-invite>` in JSX. */
export interface InviteAttributes extends Partial<Pick<GoodwordInviteElement, 'tracker' | 'token'>> {
  readonly mode?: 'button' | 'inline' | 'floating' | 'dialog'
  readonly label?: string
  readonly theme?: 'auto' | 'light' | 'dark'
  readonly locale?: string
  readonly api?: string
  readonly program?: string
  readonly open?: boolean
  readonly class?: string
  readonly className?: string
  readonly id?: string
  readonly slot?: string
  readonly hidden?: boolean
  readonly children?: unknown
}

/**
 * Goodword's elements for a framework's own list:
 * `declare module 'preact' { namespace JSX { interface IntrinsicElements extends GoodwordElements {} } }`,
 * and the same for `'react'`.
 */
export interface GoodwordElements {
  'goodword-invite': InviteAttributes
}

declare global {
  interface HTMLElementTagNameMap {
    'goodword-invite': GoodwordInviteElement
  }
}
