import type { ChannelCounts, IncentiveCounts } from './counts.ts'
import { divideHalfUp, fraction } from './fraction.ts'
import { clicksPerShare, conversionRate } from './reach.ts'
import { returnOnInvestment } from './worth.ts'

/** What a channel does for the program. */
export interface ChannelPerformance extends ChannelCounts {
  readonly clicksPerShare: number | undefined
  readonly conversionRate: number | undefined
  /** Converted friends per share of the link: the channel's part in K. */
  readonly conversionPerShare: number | undefined
  /** Revenue ÷ shares, minor units, halves rounded up. */
  readonly revenuePerShare: number | undefined
  /** Fraction of all converted friends that came by this channel. */
  readonly shareOfConverted: number | undefined
}

/** What an incentive does for what it costs. */
export interface IncentivePerformance {
  readonly incentive: string
  /** Given or promised: pending, due and granted. */
  readonly earned: number
  /** Minor units: what is given or promised. */
  readonly cost: number
  /** Cost ÷ earned, minor units, halves rounded up. */
  readonly costPerReward: number | undefined
  readonly revenue: number
  readonly returnOnInvestment: number | undefined
  /** Fraction of all its rewards that a refund took back, before or after they were given. */
  readonly refundShare: number | undefined
}

/** Channels by the formulas of the whole program, side by side, the one with most converted friends first, then by revenue, then by name. */
export function channelPerformance(channels: readonly ChannelCounts[]): ChannelPerformance[] {
  const all = channels.reduce((sum, { converted }) => sum + converted, 0)
  return channels
    .map((counts) => ({
      ...counts,
      clicksPerShare: clicksPerShare(counts),
      conversionRate: conversionRate(counts),
      conversionPerShare: fraction(counts.converted, counts.shares),
      revenuePerShare: divideHalfUp(counts.revenue, counts.shares),
      shareOfConverted: fraction(counts.converted, all),
    }))
    .sort((a, b) => b.converted - a.converted || b.revenue - a.revenue || (a.channel < b.channel ? -1 : 1))
}

/**
 * Incentives in the program's order. ROI is that of the whole program, (revenue − cost) ÷ cost, over the orders that earned it; an order that
 * earns two incentives counts for both, so that they do not add up.
 */
export function incentivePerformance(incentives: readonly IncentiveCounts[]): IncentivePerformance[] {
  return incentives.map(({ incentive, rewards, revenue }) => {
    const { pending, due, granted, reversed } = rewards
    const earned = pending.count + due.count + granted.count
    const cost = pending.amount + due.amount + granted.amount
    const refunded = reversed.count + rewards['owed-back'].count
    return {
      incentive,
      earned,
      cost,
      costPerReward: divideHalfUp(cost, earned),
      revenue,
      returnOnInvestment: returnOnInvestment({ revenue, cost }),
      refundShare: fraction(refunded, earned + refunded),
    }
  })
}
