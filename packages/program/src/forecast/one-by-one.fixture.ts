import { allotsDue } from '../rewards/allotment.ts'
import { closesDue } from '../rewards/closing.ts'
import { evaluate } from '../rewards/evaluate.ts'
import type { LedgerRow } from '../rewards/ledger.ts'
import type { Program } from '../schema/program.ts'
import type { UnitCosts } from './program.ts'

/**
 * The same model told another way, to check the counting: every customer is asked, in the plainest code, what happens is
 * written down as a ledger, and the program's real rules decide it.
 */
export interface Plain {
  readonly customers: number
  readonly months: number
  readonly leaves: number
  readonly orders: number
  readonly share: number
  readonly clicks: number
  readonly converts: number
  readonly refunded: number
  readonly value: number
}

interface Customer {
  readonly key: string
  readonly referrer?: Customer
  here: boolean
}

/** Rewards that stand, and what they cost, by incentive. The first day is a Monday, the first of January 2024. */
export function askEverybody(
  plain: Plain,
  program: Program,
  unitCosts: UnitCosts,
  random: () => number,
): { readonly rewards: number; readonly cost: number }[] {
  const rows: LedgerRow[] = []
  const codes = new Map<string, string>()
  const everybody: Customer[] = []
  const arrive = (referrer?: Customer): Customer => {
    const key = `p${codes.size}`
    codes.set(`C${key}`, key)
    return { key, here: true, ...(referrer && { referrer }) }
  }
  for (let each = 0; each < plain.customers; each++) everybody.push(arrive())
  const often = (mean: number) => {
    let [times, left] = [0, Math.exp(-mean)]
    for (let product = random(); product > left; product *= random()) times++
    return times
  }
  const order = ({ key, referrer }: Customer, month: number) => {
    if (!referrer) return
    const id = `o${rows.length}`
    const [begin, end] = [Date.UTC(2024, month), Date.UTC(2024, month + 1)]
    const at = begin + Math.floor(random() * (end - begin))
    const amount = Math.round(plain.value * (0.5 + random()))
    const facts = { order: id, amount, currency: program.currency, friend: key, code: `C${referrer.key}` }
    rows.push({ type: 'conversion', id, at, name: 'purchase', trusted: true, ...facts })
  }
  for (let month = 0; month < plain.months; month++) {
    const arrived: Customer[] = []
    for (const customer of everybody) {
      if (!customer.here) continue
      for (let orders = often(plain.orders); orders > 0; orders--) {
        if (random() >= plain.refunded) order(customer, month)
        if (random() >= plain.share) continue
        for (let clicks = often(plain.clicks); clicks > 0; clicks--)
          if (random() < plain.converts && random() >= plain.refunded) arrived.push(arrive(customer))
      }
      if (random() < plain.leaves) customer.here = false
    }
    for (const friend of arrived) order(friend, month)
    everybody.push(...arrived)
  }
  const now = Date.UTC(2024, plain.months, 4)
  rows.push(...allotsDue(program, { codes, rows }, now))
  rows.push(...closesDue(program, { codes, rows }, now, (id, period) => `${id} ${period} ${random()}`))
  const sums = new Map(program.incentives.map(({ id }) => [id, { rewards: 0, cost: 0 }]))
  for (const { incentive, state, amount } of evaluate(program, { codes, rows }, now).rewards) {
    if (state !== 'due') continue
    const sum = sums.get(incentive)!
    sum.rewards++
    sum.cost += unitCosts[incentive] ?? amount ?? 0
  }
  return program.incentives.map(({ id }) => sums.get(id)!)
}
