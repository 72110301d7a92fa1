import { channelFacts } from './channels.ts'
import { formatMoney } from './money.ts'
import type { Give, Incentive } from './schema/incentive.ts'
import type { ConversionRule, Program } from './schema/program.ts'

/** What a program does, in plain English sentences. In them Amy refers, and Bo is the friend that she brings. */
export function explainProgram(program: Program): string[] {
  const { name, url, currency, attribution, conversions, incentives, copy } = program
  const { touch, days } = attribution
  const rules = new Map(conversions.map((rule) => [rule.name, rule]))
  return [
    `${name} rewards people who bring friends. Say Amy brings Bo: her link leads to ${url}.`,
    `Bo counts as Amy’s friend if hers was the ${touch} link that he followed in the ${plural(days, 'day')} before his first order.`,
    ...incentives.map((incentive) =>
      explainIncentive(incentive, currency, rules.get(incentive.when.conversion)?.holdDays ?? 0),
    ),
    ...conversions.map(explainTrust),
    ...conversions.flatMap((rule) => warn(rule, incentives)),
    `Amy can share by ${and(program.channels.map((channel) => channelFacts(channel)?.name ?? channel))}.`,
    `Amounts are in ${currency}. The texts are there in ${and(Object.keys(copy).map(languageName))}.`,
  ]
}

/** "Amy gets $10 credit for each friend’s first purchase, 14 days after it. (credit)" */
function explainIncentive({ id, when, to, give }: Incentive, currency: string, hold: number): string {
  const toAmy = to === 'referrer'
  const gets = `${toAmy ? 'Amy' : 'Bo'} gets ${explainGive(give, currency)}`
  const after = (what: string) => (hold > 0 ? `${plural(hold, 'day')} after ${what}` : 'at once')
  if (when.type === 'first')
    return `${gets} for ${toAmy ? 'each friend’s' : 'his'} first ${when.conversion}, ${after('it')}. (${id})`
  if (when.type === 'each')
    return `${gets} for each ${when.conversion} of ${toAmy ? 'each friend' : 'his'}, ${after('it')}. (${id})`
  const who = toAmy ? 'her friends have' : 'he has'
  const reached =
    when.count === 'friends'
      ? `${when.at === 1 ? '1 friend has' : `${when.at} friends have`} made a ${when.conversion}`
      : `${who} made ${when.at} × ${when.conversion}`
  return `${gets} when ${reached}, ${after(when.at === 1 ? 'it' : 'the last of these')}. (${id})`
}

function explainGive(give: Give, currency: string): string {
  const money = 'amount' in give ? formatMoney({ amount: give.amount ?? 0, currency }, 'en') : ''
  if (give.type === 'credit') return `${money} credit`
  if (give.type === 'cash') return `${money} in cash`
  if (give.type === 'donation') return `${money} donated to ${give.name}`
  if (give.type === 'coupon') return `the coupon ${give.code}${give.amount ? ` (${money})` : ''}`
  return give.name
}

function explainTrust({ name, value, trust }: ConversionRule): string {
  const what = value ? `${name} and its amount` : name
  return trust === 'server'
    ? `Your server reports the ${what}; a browser’s report waits for it.`
    : `The browser reports the ${what}, and is believed.`
}

/** What the schema allows, but an owner should know. */
function warn({ name, trust }: ConversionRule, incentives: readonly Incentive[]): string[] {
  const given = incentives.filter(({ when }) => when.conversion === name).map(({ id }) => id)
  if (trust === 'server' || given.length === 0) return []
  return [
    `Careful: anyone can make a browser report a ${name}, and ${and(given)} ${given.length === 1 ? 'is' : 'are'} given for it. If that is worth money, write "trust": "server".`,
  ]
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const and = (names: readonly string[]): string => new Intl.ListFormat('en').format(names)
const languageName = (tag: string): string => new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag
