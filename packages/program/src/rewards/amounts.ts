import type { Amount } from '../schema/amount.ts'
import type { Give } from '../schema/incentive.ts'

type Percent = Extract<Amount, { percent: number }>
type Tiers = Extract<Amount, { tiers: unknown }>

/** What a reward is worth by itself, before limits. Minor units; `undefined` for what is no money. */
export function worthOf(give: Give, money: number | undefined, ordinal: number): number | undefined {
  const amount = amountOf(give)
  return amount === undefined ? undefined : amountFor(amount, money, ordinal)
}

/** A give's amount as the program says it. */
export const amountOf = (give: Give): Amount | undefined => ('amount' in give ? give.amount : undefined)

/** Whether rewards go by which order it was: 10 for the first, 20 for the next. */
export const goesByOrdinal = (give: Give): boolean => tiersOf(give)?.by === 'ordinal'

/** The ordinals at which the tier changes, without order. */
export const ordinalEdges = (give: Give): readonly number[] => {
  const tiers = tiersOf(give)
  return tiers?.by === 'ordinal' ? tiers.tiers.map(({ from }) => from) : []
}

/** The most that any tier gives for an order of `money`: what was given by its ordinal stands up to this much. */
export const mostOfTiers = (give: Give, money: number | undefined): number =>
  Math.max(0, ...(tiersOf(give)?.tiers ?? []).map(({ amount }) => amountFor(amount, money, 0)))

function tiersOf(give: Give): Tiers | undefined {
  const amount = amountOf(give)
  return typeof amount === 'object' && 'tiers' in amount ? amount : undefined
}

function amountFor(amount: Amount, money: number | undefined, ordinal: number): number {
  if (typeof amount === 'number') return amount
  if ('percent' in amount) return percentOf(amount, money)
  const reached = amount.by === 'money' ? (money ?? -1) : ordinal
  let best: Tiers['tiers'][number] | undefined
  for (const tier of amount.tiers) if (tier.from <= reached && !(best && best.from > tier.from)) best = tier
  return best ? amountFor(best.amount, money, ordinal) : 0
}

/** Per cent of an order, rounded half up, exact for every safe integer. An order without money earns nothing. */
function percentOf({ percent, upTo = Number.MAX_SAFE_INTEGER }: Percent, money = 0): number {
  const rate = Math.round(percent * 100)
  const product = money * rate
  if (Number.isSafeInteger(product)) {
    const rest = product % 10_000
    return Math.min(upTo, (product - rest) / 10_000 + (rest >= 5_000 ? 1 : 0))
  }
  const exact = (BigInt(money) * BigInt(rate) + 5_000n) / 10_000n
  return exact < BigInt(upTo) ? Number(exact) : upTo
}
