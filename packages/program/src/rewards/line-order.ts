import { compare } from './orders.ts'
import type { Candidate } from './settlement.ts'

/**
 * Who comes first where only some can be rewarded: what was granted, then by time, then by id. What only a browser
 * reported comes last, so that it never takes the place of an order that the server knows.
 */
export const byLine = (a: Candidate, b: Candidate): number => rankOf(a) - rankOf(b) || byTimeInLine(a, b)

/** Who is the first, the second, and so on: by time, whatever was granted. */
export const byOrdinalLine = (a: Candidate, b: Candidate): number =>
  Number(isHearsay(a)) - Number(isHearsay(b)) || byTimeInLine(a, b)

/** A candidate with the batch in which it got its place. */
export interface Allotted {
  readonly candidate: Candidate
  readonly sequence: number
}

/** Who comes first in a limit over everybody: what was granted, then by batch, then by time. */
export const byTotalLine = (a: Allotted, b: Allotted): number =>
  Number(!a.candidate.given) - Number(!b.candidate.given) ||
  a.sequence - b.sequence ||
  byTimeInLine(a.candidate, b.candidate) ||
  compare(a.candidate.key, b.candidate.key)

const byTimeInLine = (a: Candidate, b: Candidate): number => a.line - b.line || compare(a.id, b.id)

const isHearsay = ({ claim, given }: Candidate): boolean =>
  !given && claim.state === 'waiting' && claim.reason === 'unconfirmed'

const rankOf = (candidate: Candidate): number => (candidate.given ? 0 : isHearsay(candidate) ? 2 : 1)
