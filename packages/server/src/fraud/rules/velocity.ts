import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** How much comes of one referrer. */
export interface VelocityFacts {
  /** Their new friends within the rule's minutes before the order, and this one; counted no further than one past the limit. */
  readonly friends: number
  /** Participants who enrolled where the referrer did, and the referrer. */
  readonly enrolments: number
}

/** Many friends at once. Many enrolments at one address may be an office: they are only shown. */
export function velocity(
  rules: FraudRules['velocity'],
  { friends, enrolments }: VelocityFacts,
): Finding | undefined {
  if (friends > rules.friends) return { evidence: { friends, minutes: rules.minutes } }
  return enrolments > rules.enrolments ? { evidence: { enrolments }, weak: true } : undefined
}
