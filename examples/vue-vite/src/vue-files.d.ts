declare module '*.vue' {
  import type { Component } from 'vue'

  const component: Component
  // oxlint-disable-next-line import/no-default-export -- the compiler's own way of handing over a component
  export default component
}
