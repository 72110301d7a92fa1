export { ambassador, type AmbassadorOptions } from './ambassador.ts'
