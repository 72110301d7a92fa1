import { checkAddress, checkCurrency } from './address.ts'
import { checkCopy } from './copy.ts'
import { checkFraud } from './fraud.ts'
import { checkMoments, checkTargets } from './goals.ts'
import { checkIncentives } from './incentives.ts'
import { record } from './loose.ts'
import { checkReferences, checkTwice } from './names.ts'
import type { Problem } from '../errors.ts'

/**
 * What one field of a program says of another. It looks at programs that the schema refused as well, so that all their
 * problems come at once, and therefore trusts no type.
 */
export function crossCheck(program: unknown): Problem[] {
  const file = record(program)
  return [
    checkCurrency,
    checkAddress,
    checkTwice,
    checkReferences,
    checkIncentives,
    checkMoments,
    checkTargets,
    checkFraud,
    checkCopy,
  ].flatMap((check) => [...check(file)])
}
