import { inSegment } from '../audience/segment.ts'
import type { Attributes } from '../audience/condition.ts'
import { goesByOrdinal } from './amounts.ts'
import { day } from './orders.ts'
import { periodsOf, type Periods } from './periods.ts'
import type { Incentive, When } from '../schema/incentive.ts'
import type { Program } from '../schema/program.ts'
import { isWithin, seasonSpan } from '../seasons/season.ts'

/** So many rewards, so much money. */
export interface Cap {
  readonly count: number
  readonly money: number
}

/** An incentive with all that deciding it needs looked up once. */
export interface Rule<W extends When = When> {
  readonly incentive: Incentive
  readonly when: W
  /** Its place in the program. */
  readonly index: number
  /** Whether a conversion's time is in its season. */
  readonly inSeason: (at: number) => boolean
  /** When its season ends. */
  readonly seasonEnds?: number
  /** Whether somebody with these attributes is in its segment. */
  readonly admits: (attributes: Attributes | undefined) => boolean
  /** Hold of the conversion that it counts, in milliseconds. */
  readonly hold: number
  /** The stages of its limit that there are. `first` is `each` limited to one per friend. */
  readonly perFriend?: Cap
  readonly perParticipant?: Cap & { readonly periods?: Periods }
  readonly total?: Cap
  readonly byOrdinal: boolean
  /** Of a rank or a draw. */
  readonly periods?: Periods
}

export type OrderRule = Rule<Extract<When, { type: 'each' | 'first' }>>
export type MilestoneRule = Rule<Extract<When, { type: 'milestone' }>>
export type ContestRule = Rule<Extract<When, { type: 'rank' | 'draw' }>> & { readonly periods: Periods }

export const isOrderRule = (rule: Rule): rule is OrderRule =>
  rule.when.type === 'each' || rule.when.type === 'first'
export const isMilestone = (rule: Rule): rule is MilestoneRule => rule.when.type === 'milestone'
/** Decided for each period by a `close` row. */
export const isContest = (rule: Rule): rule is ContestRule => rule.periods !== undefined

// A server asks for the same program again and again, a few rows at a time.
const known = new WeakMap<Program, readonly Rule[]>()

/** The incentives of a program, in its own order, looked up once for each program object. */
export function rulesOf(program: Program): readonly Rule[] {
  let rules = known.get(program)
  if (!rules) known.set(program, (rules = program.incentives.map((_, index) => ruleOf(program, index))))
  return rules
}

function ruleOf(program: Program, index: number): Rule {
  const incentive = program.incentives[index]!
  const { when, limit = {}, give } = incentive
  const { timeZone } = program
  const season = program.seasons.find(({ id }) => id === incentive.season)
  const segment = program.segments.find(({ id }) => id === incentive.segment)
  const span = season && seasonSpan(season, timeZone)
  const conversion = program.conversions.find(({ name }) => name === when.conversion)
  const perFriend = capOf(when.type === 'first' ? { ...limit.perFriend, count: 1 } : limit.perFriend)
  const perParticipant = capOf(limit.perParticipant)
  const total = capOf(limit.total)
  const per = limit.perParticipant?.per
  return {
    incentive,
    when,
    index,
    inSeason: span ? (at) => isWithin(span, at) : () => incentive.season === undefined,
    ...(span && { seasonEnds: span.until }),
    admits: (attributes) =>
      incentive.segment === undefined || (segment !== undefined && inSegment(segment, attributes)),
    hold: (conversion?.holdDays ?? 0) * day,
    ...(perFriend && { perFriend }),
    ...(perParticipant && {
      perParticipant: { ...perParticipant, ...(per && { periods: periodsOf(per, timeZone) }) },
    }),
    ...(total && { total }),
    byOrdinal: goesByOrdinal(give),
    ...('period' in when && { periods: periodsOf(when.period, timeZone) }),
  }
}

const capOf = (
  limit: { readonly count?: number | undefined; readonly money?: number | undefined } | undefined,
): Cap | undefined =>
  limit?.count === undefined && limit?.money === undefined
    ? undefined
    : { count: limit.count ?? Infinity, money: limit.money ?? Infinity }
