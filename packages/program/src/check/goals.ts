import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import { conversionsWithoutValue } from './incentives.ts'
import { fieldOf, items, record, type Loose } from './loose.ts'

/** Moments that can never come. */
export function* checkMoments({ moments, conversions }: Loose): Generator<Problem> {
  const names = fieldOf(conversions, 'name')
  for (const [index, moment] of items(moments).entries()) {
    const { type, name, where } = record(record(moment)['on'])
    if (type === 'event' && where !== undefined && typeof name === 'string' && names.includes(name))
      yield problem(
        ['moments', index, 'on', 'where'],
        where,
        `Take it out, or wait for a goodword.moment of another name: the conversion "${name}" carries no data.`,
      )
  }
}

const rates: readonly unknown[] = ['referral-rate', 'share-rate']

/** Targets that cannot be reached, or not be measured. */
export function* checkTargets(file: Loose): Generator<Problem> {
  const { targets, conversions } = file
  const money = items(conversions).length > conversionsWithoutValue(file).size
  for (const [index, target] of items(targets).entries()) {
    const { metric, value } = record(target)
    if (typeof value !== 'number') continue
    if (rates.includes(metric) && value > 100)
      yield problem(['targets', index, 'value'], value, 'Write 100 or less: a rate is in per cent.')
    if (!rates.includes(metric) && typeof metric === 'string' && value >= 0.01 && !Number.isInteger(value))
      yield problem(['targets', index, 'value'], value, 'Write a whole number; only rates have decimals.')
    if (metric === 'referred-revenue' && Array.isArray(conversions) && !money)
      yield problem(
        ['targets', index, 'metric'],
        metric,
        'Write "value": true for the conversion that carries the money, or choose another metric.',
      )
  }
}
