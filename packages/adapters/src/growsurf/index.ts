export { growsurf, type GrowsurfOptions } from './growsurf.ts'
