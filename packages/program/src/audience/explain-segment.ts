import type { Condition, Segment } from '../schema/segment.ts'

/** A segment as one plain English sentence: `A customer is in “loyal” when plan is “pro” and orders is 5 or more.` */
export const explainSegment = ({ id, where }: Segment): string =>
  `A customer is in “${id}” when ${explainCondition(where)}.`

/** A condition as a clause, without `not` around groups: "not (a or b)" reads as "not a and not b". */
export const explainCondition = (condition: Condition): string => phrase(plain(condition, false), true)

type Plain = string | { readonly type: 'all' | 'any'; readonly of: readonly Plain[] }

function plain(condition: Condition, not: boolean): Plain {
  switch (condition.type) {
    case 'not':
      return plain(condition.of, !not)
    case 'all':
    case 'any': {
      const type = (condition.type === 'all') !== not ? 'all' : 'any'
      const parts = condition.of.map((part) => plain(part, not))
      const of = parts.flatMap((part) => (typeof part !== 'string' && part.type === type ? part.of : [part]))
      return of.length === 1 ? of[0]! : { type, of }
    }
    default:
      return `${words(condition.attribute)} ${predicate(condition, not)}`
  }
}

function predicate(condition: Exclude<Condition, { of: unknown }>, not: boolean): string {
  const is = not ? 'is not' : 'is'
  if (condition.type === 'exists') return `${is} known`
  if (condition.type === 'equals') return `${is} ${show(condition.value)}`
  if (condition.type === 'one-of') return `${is} ${list('any', condition.values.map(show))}`
  const { type, value } = condition
  const [more, less] = typeof value === 'string' ? ['later', 'earlier'] : ['more', 'less']
  const [above, below] = typeof value === 'string' ? ['after', 'before'] : ['more than', 'less than']
  if (not) return `is ${type === 'at-least' ? below : above} ${value}`
  return `is ${value} or ${type === 'at-least' ? more : less}`
}

function phrase(part: Plain, top = false): string {
  if (typeof part === 'string') return part
  const said = list(
    part.type,
    part.of.map((inner) => phrase(inner)),
  )
  if (top) return said
  return part.type === 'any' ? `either ${said}` : `${part.of.length === 2 ? 'both' : 'all of'} ${said}`
}

const list = (type: 'all' | 'any', parts: readonly string[]): string =>
  new Intl.ListFormat('en', { type: type === 'all' ? 'conjunction' : 'disjunction' }).format(parts)

const show = (value: string | number | boolean): string =>
  typeof value === 'string' ? `“${value}”` : String(value)

/** `orderCount` and `order_count` as "order count". */
const words = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase() || name
