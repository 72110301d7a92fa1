export { dub, type DubOptions } from './dub.ts'
