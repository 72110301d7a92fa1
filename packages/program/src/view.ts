import type { Copy } from './schema/copy.ts'
import type { Experiment } from './schema/experiment.ts'
import type { Give, Incentive } from './schema/incentive.ts'
import type { Moment } from './schema/moment.ts'
import type { Program } from './schema/program.ts'
import type { Season } from './schema/season.ts'

/** The public part of a program, in one language: all that a visitor's browser gets to know. */
export interface ProgramView {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly currency: string
  /** The language that `copy` is in. */
  readonly locale: string
  readonly channels: readonly string[]
  readonly copy: Copy
  readonly incentives: readonly IncentiveView[]
  /** Where its days begin and end: for `seasonAt`, `scarcityOf` and `nextAsk`. */
  readonly timeZone?: string
  readonly seasons?: readonly Season[]
  /** When to ask: for `nextAsk`. */
  readonly moments?: readonly Moment[]
  /** What is tested, each variant with its words for `locale` alone. */
  readonly experiments?: readonly Experiment[]
}

/** An incentive without its coupon code and budget: nobody reads a coupon before it is theirs. */
export interface IncentiveView {
  readonly id: string
  readonly when: Incentive['when']
  readonly to: Incentive['to']
  readonly give: Give
  /** What to call it, in the view's language, if the program says. */
  readonly label?: string
  /** For whom, and when, if not for everybody and always. Who is in a segment only the server tells. */
  readonly segment?: string
  readonly season?: string
  /** Without the budget for everybody together, which is the owner's to know. */
  readonly limit?: Omit<NonNullable<Incentive['limit']>, 'total'>
}

/**
 * The first of `wanted` (BCP 47, best first) that the program has copy for: the tag itself, its language alone, or the
 * same language of another region. Otherwise the program's default.
 */
export function chooseLocale(program: Program, wanted: readonly string[]): string {
  const have = Object.keys(program.copy)
  for (const tag of wanted) {
    const language = languageOf(tag)
    const found =
      have.find((key) => key.toLowerCase() === tag.toLowerCase()) ??
      have.find((key) => key === language) ??
      have.find((key) => languageOf(key) === language)
    if (found) return found
  }
  return program.locale
}

const languageOf = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase()

/** What the public may see of `program`, in the best language for `wanted`. */
export function viewProgram(program: Program, wanted: readonly string[] = []): ProgramView {
  const locale = chooseLocale(program, wanted)
  const copy = program.copy[locale]!
  const { id, name, url, currency, channels, timeZone, seasons, moments } = program
  const incentives = program.incentives.map((incentive) =>
    viewIncentive(incentive, copy.rewards?.[incentive.id]),
  )
  const experiments = program.experiments.map((experiment) => viewExperiment(experiment, locale))
  return {
    id,
    name,
    url,
    currency,
    locale,
    channels,
    copy,
    incentives,
    timeZone,
    seasons,
    moments,
    experiments,
  }
}

function viewIncentive(incentive: Incentive, label: string | undefined): IncentiveView {
  const { id, when, to, give, segment, season } = incentive
  const { total: _budget, ...limit } = incentive.limit ?? {}
  return {
    id,
    when,
    to,
    give: withoutCode(give),
    ...(label && { label }),
    ...(segment !== undefined && { segment }),
    ...(season !== undefined && { season }),
    ...(Object.keys(limit).length > 0 && { limit }),
  }
}

function viewExperiment(experiment: Experiment, locale: string): Experiment {
  const speaks = (tag: string): boolean => tag === locale || tag === locale.split('-', 1)[0]
  const variants = experiment.variants.map(({ copy, ...variant }) => ({
    ...variant,
    ...(copy && { copy: Object.fromEntries(Object.entries(copy).filter(([tag]) => speaks(tag))) }),
  }))
  return { ...experiment, variants }
}

function withoutCode(give: Give): Give {
  if (give.type !== 'coupon') return give
  const { pool: _pool, ...rest } = give
  return { ...rest, code: '' }
}
