import type { Amount } from '../schema/amount.ts'
import { worthOf } from '../rewards/amounts.ts'

/** Single orders are worth anything from half of their mean to one and a half, evenly. */
export const orderSpread = { least: 0.5, most: 1.5 } as const

/** What one reward comes to for an order of `money`, minor units. `ordinal`: 1 is the first. */
export const priceOf = (cost: Amount, money: number, ordinal: number): number =>
  typeof cost === 'number' ? cost : (worthOf({ type: 'cash', amount: cost }, money, ordinal) ?? 0)

/**
 * What one reward comes to on average, minor units and not rounded, where orders are worth `mean` on average and spread
 * as above. Exact: a cap, and the step from tier to tier, are integrated over all that an order may be worth.
 */
export function meanPrice(cost: Amount, mean: number, ordinal: number): number {
  return meanOver(cost, mean * orderSpread.least, mean * orderSpread.most, ordinal)
}

/** The money below which an order earns nothing. */
export const leastOrder = (cost: Amount): number =>
  typeof cost === 'object' && 'by' in cost && cost.by === 'money'
    ? Math.min(...cost.tiers.map(({ from }) => from))
    : 0

/** The chance that an order earns anything, where orders are worth `mean` on average. */
export function chanceToEarn(cost: Amount, mean: number): number {
  const least = leastOrder(cost)
  const { least: low, most: high } = orderSpread
  if (mean <= 0) return least > 0 ? 0 : 1
  return Math.min(1, Math.max(0, (high - least / mean) / (high - low)))
}

function meanOver(cost: Amount, least: number, most: number, ordinal: number): number {
  if (typeof cost === 'number') return cost
  if ('percent' in cost) return meanPercent(cost.percent / 100, cost.upTo ?? Infinity, least, most)
  const tiers = cost.tiers.toSorted((a, b) => a.from - b.from)
  if (cost.by === 'ordinal') {
    const tier = tiers.findLast(({ from }) => from <= ordinal)
    return tier ? meanOver(tier.amount, least, most, ordinal) : 0
  }
  if (most <= least) {
    const tier = tiers.findLast(({ from }) => from <= least)
    return tier ? meanOver(tier.amount, least, most, ordinal) : 0
  }
  let sum = 0
  for (const [index, { from, amount }] of tiers.entries()) {
    const begin = Math.max(least, from)
    const end = Math.min(most, tiers[index + 1]?.from ?? Infinity)
    if (end > begin) sum += (end - begin) * meanOver(amount, begin, end, ordinal)
  }
  return sum / (most - least)
}

/** Mean of min(cap, rate × money) for money that lies evenly between `least` and `most`. */
function meanPercent(rate: number, cap: number, least: number, most: number): number {
  const edge = cap / rate
  if (edge >= most || most <= least) return Math.min(cap, (rate * (least + most)) / 2)
  if (edge <= least) return cap
  return ((rate * (edge * edge - least * least)) / 2 + cap * (most - edge)) / (most - least)
}
