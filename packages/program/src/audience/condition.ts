import type { Condition } from '../schema/segment.ts'
import { isLocalDate } from '../seasons/calendar.ts'

/** What a site says of a customer, or a page of an event. Nothing in it is trusted to have a type. */
export type Attributes = Readonly<Record<string, unknown>>

/**
 * Whether a condition holds: `undefined` where the attributes do not tell.
 *
 * An attribute that is missing, null, an object or of a type that cannot be compared is not known, and what is not
 * known stays so through `not` (Kleene's three-valued logic). Only `exists` always knows. Of a list, one item is enough
 * for `equals` and `one-of`. `at-least` and `at-most` compare numbers with numbers and days with days.
 */
export function judge(condition: Condition, attributes: Attributes): boolean | undefined {
  if (condition.type === 'not') return negate(judge(condition.of, attributes))
  if ('of' in condition) return firstOf(condition.type === 'any', condition.of, attributes)
  const given = known(attributes, condition.attribute)
  if (condition.type === 'exists') return given !== undefined
  if (condition.type === 'equals') return isAmong([condition.value], given)
  if (condition.type === 'one-of') return isAmong(condition.values, given)
  if (!areComparable(given, condition.value)) return undefined
  return condition.type === 'at-least' ? given >= condition.value : given <= condition.value
}

const negate = (holds: boolean | undefined): boolean | undefined => (holds === undefined ? undefined : !holds)

/** One condition that is `decisive` settles it; otherwise all must be known. */
function firstOf(
  decisive: boolean,
  conditions: readonly Condition[],
  attributes: Attributes,
): boolean | undefined {
  let answer: boolean | undefined = !decisive
  for (const condition of conditions) {
    const holds = judge(condition, attributes)
    if (holds === decisive) return holds
    if (holds === undefined) answer = undefined
  }
  return answer
}

/** Own ones only: an attribute called "constructor" is not known by itself. */
const known = (attributes: Attributes, name: string): unknown =>
  Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined

function isAmong(values: readonly unknown[], given: unknown): boolean | undefined {
  if (Array.isArray(given)) return given.some((item) => values.includes(item))
  return given === undefined || typeof given === 'object' ? undefined : values.includes(given)
}

function areComparable(given: unknown, value: number | string): given is number | string {
  if (typeof value === 'number') return typeof given === 'number' && !Number.isNaN(given)
  return typeof given === 'string' && isLocalDate(given) && isLocalDate(value)
}
