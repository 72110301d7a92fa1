import type { Amount } from '../schema/amount.ts'
import type { Give, Incentive } from '../schema/incentive.ts'
import type { Program } from '../schema/program.ts'
import type { ForecastIncentive, ForecastProgram } from './incentive.ts'

/** Incentive id → what one of its rewards costs, minor units. */
export type UnitCosts = Readonly<Record<string, number>>

/**
 * A program file for the forecast. What is no money costs its `unitCosts`; without one it costs nothing, and a note says
 * so. Recognition and entries for a draw cost nothing by themselves. Notes name everything that is only approximated.
 */
export function toForecast(
  program: Program,
  { unitCosts = {} }: { readonly unitCosts?: UnitCosts } = {},
): ForecastProgram {
  const { name, currency, conversions, incentives } = program
  const rewarded = conversions.filter((rule) => incentives.some(({ when }) => when.conversion === rule.name))
  const costOf = ({ id, give }: Incentive): Amount | undefined =>
    Object.hasOwn(unitCosts, id) ? unitCosts[id] : amountOf(give)
  return {
    name,
    currency,
    holdDays: Math.max(0, ...rewarded.map((rule) => rule.holdDays)),
    incentives: incentives.map((incentive): ForecastIncentive => {
      const { id, to, when, give, limit } = incentive
      return {
        id,
        to,
        when,
        cost: costOf(incentive) ?? 0,
        ...(limit && { limit }),
        ...(give.type === 'entry' && { entryFor: give.draw }),
      }
    }),
    notes: [
      ...incentives.flatMap((incentive) => [...notesOf(incentive, costOf(incentive))]),
      ...(incentives.some(looksAtMoney)
        ? ['Single orders are taken to be worth from half of their mean to one and a half, evenly.']
        : []),
      ...(rewarded.length > 1
        ? [
            `Rewards of ${rewarded.map((rule) => rule.name).join(', ')} are all simulated as rewards of an order.`,
          ]
        : []),
    ],
  }
}

function amountOf(give: Give): Amount | undefined {
  if (give.type === 'recognition' || give.type === 'entry') return 0
  return 'amount' in give ? give.amount : undefined
}

/** What is only approximated of one incentive. */
function* notesOf(
  { id, when, give, segment, season, limit }: Incentive,
  cost: Amount | undefined,
): Generator<string> {
  if (cost === undefined) yield `"${id}" is no amount of money: it counts as 0 until you give its unit cost.`
  else if (give.type === 'coupon') yield `"${id}" is a coupon: it counts as if every one were used.`
  if (segment !== undefined)
    yield `"${id}" is for the segment "${segment}" only, and counts for everybody: it will cost less.`
  if (season !== undefined)
    yield `"${id}" is for the season "${season}" only, and counts in every month: it will cost less.`
  const per = limit?.perParticipant?.per
  if (per === 'quarter' || per === 'year')
    yield `The limit of "${id}" is for a calendar ${per}: the first ${per} begins with the first month here.`
  if (when.type !== 'rank' && when.type !== 'draw') return
  const whole = when.type === 'rank' ? when.places : when.winners
  const what = when.type === 'draw' ? 'entries' : when.by === 'friends' ? 'new friends' : 'orders'
  yield `"${id}" gives ${whole === 1 ? 'its prize' : `its ${whole} prizes`} at the end of each ${when.period}, or as many as there were ${what} in it; the first ${when.period} begins with the first month.`
  if (typeof cost === 'object' && 'by' in cost)
    yield `"${id}" counts at its first tier, as if nobody won twice.`
}

/** Whether it matters what single orders are worth, and not only what they are worth on average. */
function looksAtMoney({ when, give, limit }: Incentive): boolean {
  const amount = 'amount' in give ? give.amount : undefined
  const parts =
    typeof amount === 'object' && 'tiers' in amount ? amount.tiers.map((tier) => tier.amount) : [amount]
  return (
    (when.type === 'milestone' && when.count === 'money') ||
    (typeof amount === 'object' && 'by' in amount && amount.by === 'money') ||
    parts.some((part) => typeof part === 'object' && (part.upTo !== undefined || limitsMoney(limit)))
  )
}

const limitsMoney = (limit: Incentive['limit']): boolean =>
  limit?.perFriend?.money !== undefined || limit?.perParticipant?.money !== undefined
