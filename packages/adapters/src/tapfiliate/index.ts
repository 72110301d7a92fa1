export { tapfiliate, type TapfiliateOptions } from './tapfiliate.ts'
