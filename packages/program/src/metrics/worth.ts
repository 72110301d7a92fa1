import type { CustomerCounts, ProgramCounts } from './counts.ts'
import { divideHalfUp, fraction } from './fraction.ts'

/** CPL: program cost ÷ leads, as program owners count it. Minor units, halves rounded up. */
export const costPerLead = ({ cost, leads }: Pick<ProgramCounts, 'cost' | 'leads'>) =>
  divideHalfUp(cost, leads)

/**
 * CPA: program cost ÷ referred customers, those who converted. Marketing's usual cost per acquisition, of this program
 * alone. Minor units, halves rounded up.
 */
export const costPerAcquisition = ({ cost, converted }: Pick<ProgramCounts, 'cost' | 'converted'>) =>
  divideHalfUp(cost, converted)

/** Those who left ÷ all of the group, in the period: the usual customer churn. */
export const churnRate = ({ churned, customers }: Pick<CustomerCounts, 'churned' | 'customers'>) =>
  fraction(churned, customers)

/**
 * CLTV: average purchase value × purchase frequency ÷ churn rate, the formula that program owners quote. Minor units,
 * halves rounded up once, at the end. Frequency and churn are of the same period, so its length cancels out, and what is
 * left is revenue ÷ churned: which is why few churned customers make it uncertain. `undefined` where one of the three is,
 * or nobody left.
 */
export function customerLifetimeValue({ customers, orders, revenue, churned }: CustomerCounts) {
  return customers > 0 && orders > 0 ? divideHalfUp(revenue, churned) : undefined
}

/**
 * ROI: (referred revenue − cost) ÷ cost, as a fraction: 0 is break-even, 1 is the cost earned twice. The usual return on
 * investment, of revenue and not of profit.
 */
export const returnOnInvestment = ({ revenue, cost }: { readonly revenue: number; readonly cost: number }) =>
  fraction(revenue - cost, cost)
