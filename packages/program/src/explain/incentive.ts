import type { Incentive, When } from '../schema/incentive.ts'
import type { Program } from '../schema/program.ts'
import { explainCap, explainGive, say } from './give.ts'
import { a, plural, sayDays } from './phrases.ts'

/** "Amy gets $20 credit for each friend’s first purchase, 14 days after it, at most 10 times a month. (credit)" */
export function explainIncentive(incentive: Incentive, program: Program): string {
  const { id, when, to, give } = incentive
  const clauses = [
    `${to === 'referrer' ? 'Amy' : 'Bo'} gets ${explainGive(give, program.currency, to === 'referrer' ? 'her own' : 'his own')} ${explainWhen(incentive, program)}`,
    explainTime(when, program),
    ...explainLimits(incentive, program.currency),
    ...explainSeason(incentive, program),
    ...(incentive.segment === undefined ? [] : [`only for customers in “${incentive.segment}”`]),
  ]
  return `${clauses.join(', ')}. (${id})`
}

function explainWhen({ when, to }: Incentive, { currency }: Program): string {
  const toAmy = to === 'referrer'
  switch (when.type) {
    case 'first':
      return `for ${toAmy ? 'each friend’s' : 'his'} first ${when.conversion}`
    case 'each':
      return `for each ${when.conversion} of ${toAmy ? 'each friend' : 'his'}`
    case 'milestone':
      return `when ${explainThreshold(when, toAmy, currency)}${explainRepeat(when, currency)}`
    case 'rank': {
      const one = when.places === 1 ? 'the first' : `one of the first ${when.places}`
      return `if ${toAmy ? 'she' : 'he'} is ${one} of the ${when.period} by ${explainRank(when, toAmy)}`
    }
    default: {
      const entry =
        when.conversion === undefined
          ? ''
          : ` (each ${when.conversion} ${toAmy ? 'of a friend ' : ''}is an entry)`
      return `if ${toAmy ? 'she' : 'he'} is ${when.winners === 1 ? 'the winner' : `one of the ${when.winners} winners`} drawn for each ${when.period}${entry}`
    }
  }
}

function explainRank({ by, conversion }: Extract<When, { type: 'rank' }>, toAmy: boolean): string {
  if (by === 'friends') return `friends with ${a(conversion)}`
  const orders = `${conversion}s of ${toAmy ? 'her friends' : 'his'}`
  return by === 'money' ? `the money of the ${orders}` : orders
}

type Milestone = Extract<When, { type: 'milestone' }>

function explainThreshold({ count, at, per, conversion }: Milestone, toAmy: boolean, currency: string) {
  if (count === 'friends') return `${at === 1 ? '1 friend has' : `${at} friends have`} made ${a(conversion)}`
  const [has, whose] = !toAmy
    ? ['he has', 'his']
    : per === 'friend'
      ? ['one friend has', 'one friend’s']
      : ['her friends have', 'her friends’']
  return count === 'money'
    ? `the money of ${whose} ${conversion}s reaches ${say(at, currency)}`
    : `${has} made ${at} × ${conversion}`
}

function explainRepeat({ count, repeat }: Milestone, currency: string): string {
  if (!repeat) return ''
  const number = (value: number) => (count === 'money' ? say(value, currency) : String(value))
  return `, and again with every ${number(repeat.every)} more, up to ${number(repeat.upTo)}`
}

function explainTime(when: When, { conversions }: Program): string {
  const hold = conversions.find(({ name }) => name === when.conversion)?.holdDays ?? 0
  if (when.type === 'rank' || when.type === 'draw')
    return when.graceDays > 0
      ? `${plural(when.graceDays, 'day')} after the ${when.period} has ended`
      : `at the end of the ${when.period}`
  if (hold === 0) return 'at once'
  const last = when.type === 'milestone' && (when.at > 1 || when.repeat)
  return `${plural(hold, 'day')} after ${last ? 'the last of these' : 'it'}`
}

function* explainLimits({ limit = {} }: Incentive, currency: string): Generator<string> {
  const { perFriend, perParticipant, total } = limit
  if (perFriend) yield `at most ${explainCap(perFriend, currency)} for one friend`
  if (perParticipant) {
    const { per } = perParticipant
    yield `at most ${explainCap(perParticipant, currency)}${per === undefined ? ' ever' : ` a ${per}`}`
  }
  if (total) yield `at most ${explainCap(total, currency)} for everybody together`
}

function* explainSeason({ season: id }: Incentive, { seasons }: Program): Generator<string> {
  const season = seasons.find((season) => season.id === id)
  if (season) yield sayDays(season)
}
