import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** When the friend had ordered before, as whom. Epoch milliseconds. */
export interface ExistingCustomerFacts {
  /** The visit that brought them; the order itself, when a code came with it. */
  readonly broughtAt: number
  /** Their own earliest order. */
  readonly orderedAt?: number | undefined
  /** The earliest order of somebody with the same mailbox. */
  readonly mailboxOrderedAt?: number | undefined
  /** The earliest order of somebody else in the same browser. */
  readonly browserOrderedAt?: number | undefined
}

const day = 86_400_000

/** Whether the friend was a customer already. Somebody else in the same browser may be family: that is only shown. */
export function existingCustomer(
  _rules: FraudRules['existingCustomer'],
  { broughtAt, orderedAt, mailboxOrderedAt, browserOrderedAt }: ExistingCustomerFacts,
): Finding | undefined {
  const isBefore = (at: number | undefined): at is number => at !== undefined && at < broughtAt
  const days = (at: number): number => Math.floor((broughtAt - at) / day)
  if (isBefore(orderedAt)) return { evidence: { as: 'themselves', days: days(orderedAt) } }
  if (isBefore(mailboxOrderedAt)) return { evidence: { as: 'mailbox', days: days(mailboxOrderedAt) } }
  if (isBefore(browserOrderedAt))
    return { evidence: { as: 'browser', days: days(browserOrderedAt) }, weak: true }
  return undefined
}
