import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import { record, texts, type Loose } from './loose.ts'

/** Domains that are allowed and denied at once. */
export function* checkFraud({ fraud }: Loose): Generator<Problem> {
  const { allow, deny } = record(record(fraud)['disposableEmail'])
  const allowed = texts(allow)
  for (const [index, domain] of texts(deny).entries())
    if (allowed.includes(domain))
      yield problem(
        ['fraud', 'disposableEmail', 'deny', index],
        domain,
        'Take it out here or from `allow`: it cannot be both.',
      )
}
