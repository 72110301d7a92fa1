import type { Copy } from './schema/copy.ts'
import type { Give, Incentive } from './schema/incentive.ts'
import type { Program } from './schema/program.ts'

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
}

/** An incentive without its coupon code: nobody reads a coupon before it is theirs. */
export interface IncentiveView {
  readonly id: string
  readonly when: Incentive['when']
  readonly to: Incentive['to']
  readonly give: Give
  /** What to call it, in the view's language, if the program says. */
  readonly label?: string
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
  const { id, name, url, currency, channels } = program
  const incentives = program.incentives.map((incentive): IncentiveView => {
    const { when, to, give } = incentive
    const label = copy.rewards?.[incentive.id]
    return { id: incentive.id, when, to, give: withoutCode(give), ...(label && { label }) }
  })
  return { id, name, url, currency, locale, channels, copy, incentives }
}

function withoutCode(give: Give): Give {
  return give.type === 'coupon' ? { ...give, code: '' } : give
}
