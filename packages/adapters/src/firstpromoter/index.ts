export { firstpromoter, type FirstPromoterOptions } from './firstpromoter.ts'
