import type { ForecastIncentive } from './incentive.ts'
import type { RunMonth } from './run.ts'

/**
 * Ends what is limited in total when the limit is reached: the last month gives what is left, rewards and money in
 * proportion. Orders that will be given back take no place for good.
 */
export function keepWithinTotals(
  months: readonly RunMonth[],
  incentives: readonly ForecastIncentive[],
): void {
  for (const [index, { limit }] of incentives.entries()) {
    if (!limit?.total) continue
    const { count = Infinity, money = Infinity } = limit.total
    let [rewardsLeft, moneyLeft] = [count, money]
    for (const month of months) {
      const [rewards, costs] = [month.rewards[index]!, month.costs[index]!]
      const part = Math.min(1, partOf(rewardsLeft, rewards), partOf(moneyLeft, costs))
      month.rewards[index] = rewards * part
      month.costs[index] = costs * part
      month.doomed[index]! *= part
      month.doomedCosts[index]! *= part
      rewardsLeft -= rewards * part
      moneyLeft -= costs * part
    }
  }
}

const partOf = (left: number, wanted: number): number => (wanted > left ? left / wanted : 1)
