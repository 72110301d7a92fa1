import { viewProgram, type Program, type ProgramView } from '@goodword/program'

/** What a vendor says of its own program; it goes over the file's. */
export type Told = Partial<Pick<ProgramView, 'name' | 'incentives'>>

/** How long an answer is good, and how long the first one is waited for, in milliseconds. */
const times = { fresh: 300_000, patience: 1_000 } as const

/**
 * The public program: the file's words, and what the vendor tells, at most five minutes old. A vendor that is slow or down
 * is not waited for: then it is what it said before, or the file alone.
 */
export function createProgramView(
  program: Program,
  ask: () => Promise<Told>,
  now: () => number,
): (locales?: readonly string[]) => Promise<ProgramView> {
  let told: Told = {}
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> = Promise.resolve()
  return async (locales) => {
    if (now() - askedAt > times.fresh) {
      askedAt = now()
      asking = ask().then(
        (answer) => void (told = answer),
        () => {},
      )
    }
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, times.patience))])
    return { ...viewProgram(program, locales), ...told }
  }
}
