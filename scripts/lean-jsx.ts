import type { Plugin } from 'vite'

/** What compiled JSX calls, in terms of what is there anyway: Preact's own makes its nodes a second time. */
const source = `import { createElement, Fragment } from 'preact'
export { Fragment }
export const jsx = (type, props, key) => createElement(type, key === undefined ? props : { ...props, key })
export { jsx as jsxs }`

/** For browsers, the 200 B of Preact's JSX runtime become 50. */
export const leanJsx: Plugin = {
  name: 'lean-jsx',
  load: (id) => (/\/preact\/jsx-runtime\/.*\.mjs$/.test(id) ? source : undefined),
}
