import type { ProgramView } from '@goodword/program'
import { applyVariant, assignVariant, isRunning } from '@goodword/program/experiments'
import { scarcityOf, type Scarcity } from '@goodword/program/seasons'
import { readIdentity } from '../dialog/identity.ts'
import { randomText } from '../dialog/report.ts'
import type { InviteSettings } from '../elements/contract.ts'
import { readJson, type TextStorage } from '../storage.ts'

/** A variant that somebody sees. */
export interface Exposure {
  readonly experiment: string
  readonly variant: string
}

/** A program as one reader sees it now: with the words of their variants, and the end of its season. */
export interface DressedProgram {
  readonly view: ProgramView
  readonly scarcity?: Scarcity | undefined
  readonly exposures?: readonly Exposure[] | undefined
}

/** For whom, and when. */
export interface Dressing {
  /** Who is drawn into a variant: a customer or a visitor, the same at every visit. */
  readonly unit: string
  /** Keeps the variants, so that somebody who signs in goes on to see the same. */
  readonly storage: TextStorage
  /** Epoch milliseconds. */
  readonly now: number
}

/** Who is drawn into experiments: whom the identity names, else the visitor, else this browser. */
export function unitOf(
  { token, tracker }: Pick<InviteSettings, 'token' | 'tracker'>,
  storage: TextStorage,
  window: Pick<Window, 'crypto'>,
): string {
  const who = token === undefined ? undefined : readIdentity(token)
  const known = who?.id ?? who?.email ?? tracker?.attribution()?.visitor ?? storage.get('goodword-unit')
  if (known !== undefined) return known
  const drawn = randomText(window)
  storage.set('goodword-unit', drawn)
  return drawn
}

/**
 * Decides what a reader sees before they see anything, so that nothing changes under their eyes. Experiments for a
 * segment are left out: who is in it, only the server knows.
 */
export function dressProgram(view: ProgramView, { unit, storage, now }: Dressing): DressedProgram {
  const { experiments = [], timeZone = 'UTC', locale, id } = view
  const key = `goodword-variants:${id}`
  const before = Object(readJson(storage, key)) as Record<string, unknown>
  const chosen = experiments
    .filter((experiment) => !experiment.segment && isOn(experiment, timeZone, now))
    .map((experiment) => ({
      experiment,
      variant:
        experiment.variants.find((variant) => variant.id === before[experiment.id] && variant.weight > 0) ??
        assignVariant(experiment, unit),
    }))
  const exposures = chosen.map(({ experiment, variant }) => ({
    experiment: experiment.id,
    variant: variant.id,
  }))
  if (exposures.length > 0) {
    const now = Object.fromEntries(exposures.map(({ experiment, variant }) => [experiment, variant]))
    storage.set(key, JSON.stringify({ ...before, ...now }))
  }
  const copy = chosen.reduce((copy, { variant }) => applyVariant(copy, variant, locale), view.copy)
  const incentives = view.incentives.map((incentive) => {
    const label = copy.rewards?.[incentive.id] ?? incentive.label
    return { ...incentive, ...(label !== undefined && { label }) }
  })
  return { view: { ...view, copy, incentives }, scarcity: endOf(view, now), exposures }
}

/** When the first of the seasons ends that an incentive of now belongs to. */
function endOf(
  { seasons = [], incentives, timeZone = 'UTC' }: ProgramView,
  now: number,
): Scarcity | undefined {
  return seasons
    .filter(({ id }) => incentives.some(({ season }) => season === id))
    .flatMap((season) => attempt(() => scarcityOf(season, timeZone, now)) ?? [])
    .sort((a, b) => a.until - b.until)[0]
}

const isOn = (...given: Parameters<typeof isRunning>): boolean => attempt(() => isRunning(...given)) ?? false

/** A time zone that an old browser does not know leaves out what needs it, and nothing else. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** Those that were not seen before by this browser, and counts them as seen from now on. */
export function firstExposures(
  exposures: readonly Exposure[],
  storage: TextStorage,
  program: string,
): readonly Exposure[] {
  const key = `goodword-seen:${program}`
  const seen = Object(readJson(storage, key)) as Record<string, unknown>
  const fresh = exposures.filter(({ experiment, variant }) => seen[experiment] !== variant)
  for (const { experiment, variant } of fresh) seen[experiment] = variant
  if (fresh.length > 0) storage.set(key, JSON.stringify(seen))
  return fresh
}
