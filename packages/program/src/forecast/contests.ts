import { periodsPerMonth } from './claim.ts'
import { poisson } from './draw.ts'
import type { ForecastIncentive } from './incentive.ts'
import { meanPrice } from './price.ts'
import type { Random } from './random.ts'
import type { RunMonth } from './run.ts'

/**
 * Gives the prizes of ranks and draws at the end of each period: all of them, or as many as there was something to win
 * with. The last period counts only if it ends within these months.
 */
export function holdContests(
  months: readonly RunMonth[],
  incentives: readonly ForecastIncentive[],
  orderValue: number,
  random: Random,
): void {
  for (const [index, { id, when, cost }] of incentives.entries()) {
    if (when.type !== 'rank' && when.type !== 'draw') continue
    const prizes = when.type === 'rank' ? when.places : when.winners
    const price = meanPrice(cost, orderValue, 1)
    const lots = incentives.flatMap(({ entryFor }, index) => (entryFor === id ? [index] : []))
    let scores = 0
    for (const [number, month] of months.entries()) {
      if (when.type === 'rank') scores += when.by === 'friends' ? month.referred : month.orders
      else {
        if (when.conversion !== undefined) scores += month.orders
        for (const lot of lots) scores += month.rewards[lot]!
      }
      const ended = endedBy(number + 1, when.period) - endedBy(number, when.period)
      if (ended === 0) continue
      let given = 0
      // A day or a week has its part of the month, by chance.
      for (let period = 0; period < ended; period++)
        given += Math.min(prizes, ended === 1 ? Math.floor(scores) : poisson(scores / ended, random))
      month.rewards[index]! += given
      month.costs[index]! += given * price
      scores = 0
    }
  }
}

/** Whole periods in so many months; a hair more, because twelve twelfths are a little less than one. */
const endedBy = (months: number, period: keyof typeof periodsPerMonth): number =>
  Math.floor(months * periodsPerMonth[period] + 1e-9)
