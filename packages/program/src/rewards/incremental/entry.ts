import { sequenceOf } from '../limits.ts'
import type { LimitStage } from '../reward.ts'
import { lostVerdict, type Candidate, type Verdict } from '../settlement.ts'

/** What a stage lets through of a reward. */
export interface Pass {
  /** What the reward would be without limits; `undefined` for what is no money. */
  readonly wish: number | undefined
  readonly amount: number | undefined
}

/** A candidate's place in one stage. */
export interface Slot {
  readonly input: Pass
  /** What the stage lets through of it; `undefined` when there is no room. */
  output: Pass | undefined
  isIn: boolean
}

/** A candidate on its way through the stages. */
export interface Entry {
  candidate: Candidate
  /** By the number of the stage. */
  readonly slots: (Slot | undefined)[]
  /** What came through all of them. */
  passed: Pass | undefined
  /** What would come to the limit in total, if it was allotted a place. */
  waits: Pass | undefined
  /** Whether it asks for nothing, and left the line. */
  nothing: boolean
  /** The batch in which it got its place in the limit in total. */
  sequence: number | undefined
}

export const createEntry = (candidate: Candidate, sequences: ReadonlyMap<string, number>): Entry => ({
  candidate,
  slots: [undefined, undefined, undefined, undefined],
  passed: undefined,
  waits: undefined,
  nothing: false,
  sequence: sequenceOf(candidate, sequences),
})

/** The stages in their order, as numbers of slots. */
export const stages: readonly LimitStage[] = ['friend', 'friend', 'participant', 'total']

/** What the stages have left of an entry. */
export function verdictOf({ candidate, slots, passed, waits, nothing }: Entry): Verdict {
  if (candidate.claim.state === 'lost') return lostVerdict(candidate)
  if (nothing) return { amount: 0, nothing: true }
  if (passed) {
    const { wish, amount } = passed
    return {
      ...(amount !== undefined && { amount }),
      ...(wish !== amount && wish !== undefined && { uncut: wish }),
    }
  }
  const stopped = slots.findIndex((slot) => slot && !slot.output)
  const at = stopped < 0 ? stages.length - 1 : stopped
  const wish = (waits ?? slots.findLast((slot) => slot !== undefined)?.input)?.wish
  const until = stages[at] === 'participant' ? untilOf(candidate) : undefined
  return {
    ...(wish !== undefined && { amount: wish }),
    limited: stages[at]!,
    ...(until !== undefined && { until }),
  }
}

const untilOf = ({ rule, at }: Candidate): number | undefined => rule.perParticipant?.periods?.at(at).until
