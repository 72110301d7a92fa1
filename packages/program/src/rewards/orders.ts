import type { Conversion, Refund, Review } from './ledger.ts'
import type { ConversionRule, Program } from '../schema/program.ts'

export const day = 86_400_000

/**
 * Whether an order counts. `counts`: it does, though perhaps not for money before `ripeAt`. `under-review`: a person
 * looks at it first. `unconfirmed`: only a browser said so, and the program wants the server's word. `refunded` and
 * `rejected`: it does not count (any more).
 */
export type OrderStatus = 'counts' | 'under-review' | 'unconfirmed' | 'refunded' | 'rejected'

/**
 * `contradiction`: after the order was ripe a secret key reported it again, with another amount, currency or customer;
 * it is under review from then on. `refund-currency`: money came back in another currency, which is not applied.
 */
export type OrderFlag = 'contradiction' | 'refund-currency'

/** What all the rows about one order, `(name, order)`, come to. */
export interface Order {
  /** `<name>:<order>`; names have no colon. */
  readonly key: string
  readonly name: string
  /** The person key of who ordered. */
  readonly friend: string
  readonly at: number
  /** When its rewards fall due: its time and the conversion's hold. */
  readonly ripeAt: number
  /** Minor units before refunds, for orders with an amount in the program's currency. */
  readonly gross?: number
  /** Minor units after refunds, likewise. */
  readonly net?: number
  readonly status: OrderStatus
  /** Why a person should look at it, though no rule held it. */
  readonly flag?: OrderFlag
  readonly code?: string
  readonly visitor?: string
}

/** The rows of one order, each of them once. */
export interface OrderRows {
  readonly conversions: Conversion[]
  readonly refunds: Refund[]
  readonly reviews: Review[]
}

interface Timed {
  readonly at: number
  readonly id: string
}

/** Earlier first; equal times go by id, so that everyone agrees. */
export const byTime = (a: Timed, b: Timed): number => a.at - b.at || compare(a.id, b.id)

/** By code units: the same on every machine, unlike `localeCompare`. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Earlier orders first; equal times go by key. */
export const byOrder = (a: Order, b: Order): number => a.at - b.at || compare(a.key, b.key)

/**
 * Decides one order from its rows, whatever their order. Facts come from the most trusted report, then from the lowest
 * (at, id). So do code and visitor, together, from the first report that has either: whoever guesses the number of an
 * order cannot slip a code of their own under what the server said. An amount in another `currency` than the program's is no money
 * here. `undefined` while nobody has reported the order itself, only a refund or a review of it.
 */
export function decideOrder(rule: ConversionRule, rows: OrderRows, currency: string): Order | undefined {
  const reports = rows.conversions.sort((a, b) => Number(b.trusted) - Number(a.trusted) || byTime(a, b))
  const [facts] = reports
  if (!facts) return undefined
  const { name, order, at, friend } = facts
  const { code, visitor } =
    reports.find((row) => row.code !== undefined || row.visitor !== undefined) ?? facts
  const { net, whole } = refund(facts, rows.refunds)
  const ripeAt = at + rule.holdDays * day
  const last = standingReview(rows.reviews)
  const flag = flagOf(facts, ripeAt, reports, rows.refunds, last)
  const status = decideStatus(rule, facts, reports, last, whole)
  const isMoney = facts.currency === undefined || facts.currency === currency
  return {
    key: `${name}:${order}`,
    name,
    friend,
    at,
    ripeAt,
    status: flag === 'contradiction' && status === 'counts' ? 'under-review' : status,
    ...(isMoney && facts.amount !== undefined && { gross: facts.amount }),
    ...(isMoney && net !== undefined && { net }),
    ...(code !== undefined && { code }),
    ...(visitor !== undefined && { visitor }),
    ...(flag && { flag }),
  }
}

/** The reviewer's last word; `undefined` when it took back the ones before. */
function standingReview(reviews: readonly Review[]): Review | undefined {
  const last = reviews.length > 0 ? reviews.toSorted(byTime).at(-1) : undefined
  return last?.subject === 'order' && last.verdict === 'reopen' ? undefined : last
}

/** A reviewer's word after the odd row settles it. */
function flagOf(
  facts: Conversion,
  ripeAt: number,
  reports: readonly Conversion[],
  refunds: readonly Refund[],
  last: Review | undefined,
): OrderFlag | undefined {
  const isOpen = (row: Conversion | Refund): boolean => !last || byTime(last, row) < 0
  if (facts.trusted)
    for (const row of reports)
      if (row.trusted && row.at >= ripeAt && differs(row, facts) && isOpen(row)) return 'contradiction'
  return refunds.some((row) => isForeign(row, facts) && isOpen(row)) ? 'refund-currency' : undefined
}

const differs = (a: Conversion, b: Conversion): boolean =>
  a.friend !== b.friend || a.amount !== b.amount || a.currency !== b.currency

const isForeign = (refund: Refund, { currency }: Conversion): boolean =>
  currency !== undefined && refund.currency !== undefined && refund.currency !== currency

/**
 * What is left of an order. A refund that names another currency is not applied. An order without an amount has nothing
 * to give back in part, so that any refund undoes it.
 */
function refund(facts: Conversion, refunds: readonly Refund[]): { net: number | undefined; whole: boolean } {
  const { amount } = facts
  let sum = 0
  let whole = false
  for (const row of refunds) {
    if (isForeign(row, facts)) continue
    if (row.amount === undefined || amount === undefined) whole = true
    else sum += row.amount
  }
  if (amount === undefined) return { net: undefined, whole }
  whole ||= sum > 0 && sum >= amount
  return { net: whole ? 0 : amount - sum, whole }
}

function decideStatus(
  rule: ConversionRule,
  facts: Conversion,
  reports: readonly Conversion[],
  last: Review | undefined,
  refunded: boolean,
): OrderStatus {
  const verdict = last?.subject === 'order' ? last.verdict : undefined
  if (verdict === 'reject') return 'rejected'
  if (refunded) return 'refunded'
  if (verdict === 'approve') return 'counts'
  if (!facts.trusted && rule.trust === 'server') return 'unconfirmed'
  // A browser's row cannot put an order under review that the server reported as sound.
  const held = reports.some((row) => row.held !== undefined && row.trusted === facts.trusted)
  return held ? 'under-review' : 'counts'
}

/** A program's conversions by name. */
export const conversionRules = (program: Program): ReadonlyMap<string, ConversionRule> =>
  new Map(program.conversions.map((rule) => [rule.name, rule]))
