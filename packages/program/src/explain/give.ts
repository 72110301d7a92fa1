import { formatMoney } from '../money.ts'
import type { Amount } from '../schema/amount.ts'
import type { Give } from '../schema/incentive.ts'
import { nth, plural } from './phrases.ts'

/** What an incentive gives, as in "Amy gets …"; `own` is "her own" or "his own". */
export function explainGive(give: Give, currency: string, own: string): string {
  switch (give.type) {
    case 'credit':
      return explainAmount(give.amount, currency, typeof give.amount === 'number' ? 'credit' : 'as credit')
    case 'cash':
      return explainAmount(give.amount, currency, 'in cash')
    case 'donation':
      return explainAmount(give.amount, currency, `donated to ${give.name}`)
    case 'coupon': {
      const off = give.amount === undefined ? '' : ` (${say(give.amount, currency)})`
      return give.pool === undefined
        ? `the coupon ${give.code}${off}`
        : `a coupon code of ${own} from the pool “${give.pool}”${off}`
    }
    case 'entry':
      return `${give.entries === 1 ? '1 entry' : `${give.entries} entries`} in the draw “${give.draw}”`
    default:
      return give.name
  }
}

/** "$10 credit", "10% of the amount in cash", "$500 in cash ($750 from the 5th one on)". */
function explainAmount(amount: Amount, currency: string, how: string): string {
  if (typeof amount !== 'object' || 'percent' in amount) return `${explainPart(amount, currency)} ${how}`
  const { by, tiers } = amount
  const start = (from: number): string => (by === 'money' ? say(from, currency) : `the ${nth(from)} one`)
  const [first, ...more] = tiers.map(({ from, amount: part }, index) =>
    index === 0
      ? `${explainPart(part, currency)} ${how}${by === 'money' && from > 0 ? ` from ${start(from)} on` : ''}`
      : `${explainPart(part, currency)} from ${start(from)} on`,
  )
  return more.length > 0 ? `${first} (${more.join(', ')})` : first!
}

function explainPart(
  part: number | { readonly percent: number; readonly upTo?: number | undefined },
  currency: string,
): string {
  if (typeof part === 'number') return say(part, currency)
  const most = part.upTo === undefined ? '' : ` (at most ${say(part.upTo, currency)})`
  return `${part.percent}% of the amount${most}`
}

/** `amount` minor units in English: "$10". */
export const say = (amount: number, currency: string): string => formatMoney({ amount, currency }, 'en')

/** "10 times", "$500", "10 times or $500". */
export const explainCap = (
  { count, money }: { count?: number | undefined; money?: number | undefined },
  currency: string,
): string =>
  [count !== undefined && plural(count, 'time'), money !== undefined && say(money, currency)]
    .filter(Boolean)
    .join(' or ')
