import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { items, record, type Loose } from './loose.ts'

/** Whether an incentive's amount can be told from what earns it. `path` is that of the amount. */
export function* checkAmount(
  { when, give }: Loose,
  path: readonly PathKey[],
  carriesValue: boolean,
): Generator<Problem> {
  const { amount } = record(give)
  const { type, conversion } = record(when)
  const oneOrder = type === 'each' || type === 'first'
  const { by, tiers } = record(amount)
  const parts: [PathKey[], unknown][] = [
    [[...path], amount],
    ...items(tiers).map((tier, index): [PathKey[], unknown] => [
      [...path, 'tiers', index, 'amount'],
      record(tier)['amount'],
    ]),
  ]
  for (const [where, part] of parts) {
    const { percent } = record(part)
    if (typeof percent === 'number') yield* checkPercent(percent, [...where, 'percent'])
  }
  if (by === 'money' && !oneOrder && typeof type === 'string')
    yield problem([...path, 'by'], by, `Write "ordinal", or a fixed amount: a ${type} has no one order.`)
  else if (by === 'money' && !carriesValue)
    yield problem(
      [...path, 'by'],
      by,
      `Write "ordinal", or write "value": true for the conversion "${String(conversion)}".`,
    )
  yield* checkTiers(by, tiers, [...path, 'tiers'])

  function* checkPercent(percent: number, where: PathKey[]): Generator<Problem> {
    if (!oneOrder && typeof type === 'string')
      yield problem(where, percent, `Write a fixed amount: a ${type} has no one order to take a part of.`)
    else if (!carriesValue)
      yield problem(
        where,
        percent,
        `Write a fixed amount, or write "value": true for the conversion "${String(conversion)}".`,
      )
  }
}

function* checkTiers(by: unknown, tiers: unknown, path: readonly PathKey[]): Generator<Problem> {
  let before: number | undefined
  for (const [index, tier] of items(tiers).entries()) {
    const { from } = record(tier)
    if (typeof from !== 'number') continue
    if (index === 0 && by === 'ordinal' && from !== 1)
      yield problem([...path, index, 'from'], from, 'Write 1: the first tier begins with the first order.')
    if (before !== undefined && from <= before)
      yield problem(
        [...path, index, 'from'],
        from,
        `Write more than ${before}: each tier begins above the one before it.`,
      )
    before = from
  }
}
