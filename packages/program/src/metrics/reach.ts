import type { ProgramCounts } from './counts.ts'
import { fraction } from './fraction.ts'

type Count<Name extends keyof ProgramCounts> = Pick<ProgramCounts, Name>

/** Referrals ÷ customers: how many friends a customer brings as program owners count it. Others divide by purchases. */
export const referralRate = ({ referrals, customers }: Count<'referrals' | 'customers'>) =>
  fraction(referrals, customers)

/** Participants ÷ customers: the share of customers who have a link, as program owners count it. */
export const participation = ({ participants, customers }: Count<'participants' | 'customers'>) =>
  fraction(participants, customers)

/** Sharers ÷ people who saw the offer. As Friendbuy counts it, which publishes 5 to 9 %. */
export const shareRate = ({ sharers, offered }: Count<'sharers' | 'offered'>) => fraction(sharers, offered)

/** Clicks ÷ shares. As Friendbuy counts it, which publishes 1.8 to 2.8. */
export const clicksPerShare = ({ clicks, shares }: Count<'clicks' | 'shares'>) => fraction(clicks, shares)

/**
 * Converted referrals ÷ referrals, as program owners count it. Friendbuy publishes 2 to 3 times what the site's other
 * visitors do.
 */
export const conversionRate = ({ converted, referrals }: Count<'converted' | 'referrals'>) =>
  fraction(converted, referrals)
