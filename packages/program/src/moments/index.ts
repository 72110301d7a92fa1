export { nextAsk, type Ask } from './next-ask.ts'
export { isNegative, type Happening, type History } from './history.ts'
export * from './presets.ts'
