// Importing this gives JSX of React 19 the types of our elements; there is no code in it.
import type { ClassAttributes, HTMLAttributes } from 'react'
import type { GoodwordElements } from './elements/jsx.ts'

/** Our elements, with what React lets every element have. */
export type ReactElements = {
  [Tag in keyof GoodwordElements]: Omit<HTMLAttributes<HTMLElement>, keyof GoodwordElements[Tag]> &
    ClassAttributes<HTMLElementTagNameMap[Tag]> &
    GoodwordElements[Tag]
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends ReactElements {}
  }
}
