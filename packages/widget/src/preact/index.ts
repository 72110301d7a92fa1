export * from './component.ts'
export type { PreactElements } from './elements.ts'
