import type { ClassAttributes, HTMLAttributes } from 'preact'
import type { GoodwordElements } from '../elements/jsx.ts'

/** Our elements, with what Preact lets every element have. */
export type PreactElements = {
  [Tag in keyof GoodwordElements]: Omit<HTMLAttributes<HTMLElement>, keyof GoodwordElements[Tag]> &
    ClassAttributes<HTMLElementTagNameMap[Tag]> &
    GoodwordElements[Tag]
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends PreactElements {}
  }
}
