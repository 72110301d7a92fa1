export { referralcandy, type ReferralcandyOptions } from './referralcandy.ts'
export type { WebhookCheck } from './webhook.ts'
