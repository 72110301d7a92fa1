export { referralhero, type ReferralHeroOptions } from './referralhero.ts'
