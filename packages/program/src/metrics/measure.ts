import { checkCounts, type CustomerCounts, type ProgramCounts } from './counts.ts'
import { funnel, type FunnelStep, type Step } from './funnel.ts'
import { cycleTime, viralCoefficient } from './growth.ts'
import { rewardLiability, type Liability } from './liability.ts'
import {
  channelPerformance,
  incentivePerformance,
  type ChannelPerformance,
  type IncentivePerformance,
} from './performance.ts'
import { clicksPerShare, conversionRate, participation, referralRate, shareRate } from './reach.ts'
import { targetProgress, type TargetProgress } from './target.ts'
import {
  churnRate,
  costPerAcquisition,
  costPerLead,
  customerLifetimeValue,
  returnOnInvestment,
} from './worth.ts'

/**
 * Everything that a dashboard shows of a period. Rates are fractions, amounts are whole minor units, times are
 * milliseconds. `undefined` where there is nothing to divide by.
 */
export interface Metrics {
  readonly referralRate: number | undefined
  readonly participation: number | undefined
  readonly shareRate: number | undefined
  readonly clicksPerShare: number | undefined
  readonly conversionRate: number | undefined
  readonly costPerLead: number | undefined
  readonly costPerAcquisition: number | undefined
  readonly returnOnInvestment: number | undefined
  readonly viralCoefficient: number | undefined
  readonly cycleTime: number | undefined
  readonly referred: CustomerWorth
  readonly direct: CustomerWorth
  /** From customer to sharer: where those who could refer are lost. */
  readonly referrers: readonly FunnelStep[]
  /** From click to conversion: where their friends are lost. */
  readonly friends: readonly FunnelStep[]
  readonly channels: readonly ChannelPerformance[]
  readonly incentives: readonly IncentivePerformance[]
  readonly liability: Liability
  readonly targets: readonly TargetProgress[]
}

/** What a customer of one group is worth, and how loyal they are. */
export interface CustomerWorth {
  readonly lifetimeValue: number | undefined
  readonly churnRate: number | undefined
}

/** All metrics of a period at once. Error `metrics-invalid` for a number that is no count and no amount. */
export function measure(counts: ProgramCounts): Metrics {
  checkCounts(counts)
  const { cost, participants, shares, converted, referred } = counts
  return {
    referralRate: referralRate(counts),
    participation: participation(counts),
    shareRate: shareRate(counts),
    clicksPerShare: clicksPerShare(counts),
    conversionRate: conversionRate(counts),
    costPerLead: costPerLead(counts),
    costPerAcquisition: costPerAcquisition(counts),
    returnOnInvestment: returnOnInvestment({ revenue: referred.revenue, cost }),
    viralCoefficient: viralCoefficient({ participants, invites: shares, converted }),
    cycleTime: cycleTime(counts.delays),
    referred: worthOf(referred),
    direct: worthOf(counts.direct),
    referrers: funnel(stepsOf(counts, ['customers', 'offered', 'participants', 'sharers'])),
    friends: funnel(stepsOf(counts, ['clicks', 'referrals', 'leads', 'converted'])),
    channels: channelPerformance(counts.channels),
    incentives: incentivePerformance(counts.incentives),
    liability: rewardLiability(counts.rewards),
    targets: (counts.targets ?? []).map(targetProgress),
  }
}

const worthOf = (group: CustomerCounts): CustomerWorth => ({
  lifetimeValue: customerLifetimeValue(group),
  churnRate: churnRate(group),
})

type StepName =
  | 'customers'
  | 'offered'
  | 'participants'
  | 'sharers'
  | 'clicks'
  | 'referrals'
  | 'leads'
  | 'converted'

const stepsOf = (counts: ProgramCounts, names: readonly StepName[]): Step[] =>
  names.map((name) => ({ name, count: counts[name] }))
