export { referralrock, type ReferralRockOptions } from './referralrock.ts'
