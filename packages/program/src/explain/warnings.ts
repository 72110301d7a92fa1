import { nearest } from '../check/nearest.ts'
import type { Program } from '../schema/program.ts'
import { and } from './phrases.ts'

/** What the checks allow, but an owner should know. */
export const explainWarnings = (program: Program): string[] =>
  [...warnOfBelief(program), ...warnOfUnused(program), ...warnOfMoments(program)].map(
    (warning) => `Careful: ${warning}`,
  )

function* warnOfBelief({ conversions, incentives }: Program): Generator<string> {
  for (const { name, trust } of conversions) {
    const given = incentives.filter(({ when }) => when.conversion === name).map(({ id }) => id)
    if (trust === 'browser' && given.length > 0)
      yield `anyone can make a browser report a ${name}, and ${and(given)} ${given.length === 1 ? 'is' : 'are'} given for it. If that is worth money, write "trust": "server".`
  }
}

function* warnOfUnused({ seasons, segments, incentives, experiments }: Program): Generator<string> {
  for (const { id } of seasons)
    if (!incentives.some(({ season }) => season === id))
      yield `no incentive names the season “${id}”, so it changes nothing.`
  for (const { id } of segments)
    if (![...incentives, ...experiments].some(({ segment }) => segment === id))
      yield `nothing names the segment “${id}”, so it changes nothing.`
}

function* warnOfMoments({ moments, conversions }: Program): Generator<string> {
  const names = conversions.map(({ name }) => name)
  for (const { id, on } of moments) {
    const meant = on.type === 'event' && !names.includes(on.name) ? nearest(on.name, names) : undefined
    if (on.type === 'event' && meant !== undefined)
      yield `the moment “${id}” waits for goodword.moment('${on.name}'). If you mean the conversion, write "${meant}".`
  }
}
