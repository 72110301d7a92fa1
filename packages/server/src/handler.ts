export { createHandler } from './wire/handler.ts'
export type { Access, Asset, BackendSource, Connection, HandlerOptions, Landing } from './wire/options.ts'
export { defaultLimits, type Limits } from './wire/limits.ts'
export { signIdentity, type Identity, type IdentityClaims } from './wire/identity.ts'
