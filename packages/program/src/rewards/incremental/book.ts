import type { Records } from '../candidates.ts'
import type { Grant } from '../ledger.ts'
import { byTime } from '../orders.ts'
import type { Rule } from '../rules.ts'
import { rewardKey, type Candidate } from '../settlement.ts'
import type { Attributes } from '../../audience/condition.ts'
import { createChain, type Chain } from './chain.ts'
import { createEntry, type Entry } from './entry.ts'
import { createGroups } from './groups.ts'

/** All candidates in their lines, and which of them a row has touched. */
export interface Book extends Records {
  readonly grants: Map<string, Grant[]>
  readonly attributes: Map<string, Attributes | undefined>
  readonly sequences: Map<string, number>
  /** Keys of rewards that may be others than before. */
  readonly touched: Set<string>
  readonly chains: readonly Chain[]
  entry(key: string): Entry | undefined
  /** Puts a candidate in place of the one with its key; `undefined` takes it out. */
  set(key: string, candidate: Candidate | undefined): void
  /** Adds a grant; its candidate is to be set anew. */
  grant(row: Grant): string
  allot(key: string, sequence: number): void
  /** The keys of a participant's rewards, and of what was given to them. */
  keysOf(participant: string): Iterable<string>
  keys(): Iterable<string>
}

/** An empty book for the incentives of a program. */
export function createBook(rules: readonly Rule[]): Book {
  const entries = new Map<string, Entry>()
  const owned = createGroups<string>()
  const touched = new Set<string>()
  const grants = new Map<string, Grant[]>()
  const sequences = new Map<string, number>()
  const chains = rules.map((rule) => createChain(rule, ({ candidate: { key } }) => touched.add(key)))
  const chainOf = ({ candidate }: Entry): Chain => chains[candidate.rule.index]!
  return {
    grants,
    attributes: new Map(),
    sequences,
    touched,
    chains,
    entry: (key) => entries.get(key),
    set(key, candidate) {
      const known = entries.get(key)
      if (!known && !candidate) return
      touched.add(key)
      if (known && candidate && isSameInLine(known.candidate, candidate)) {
        known.candidate = candidate
        return
      }
      if (known) {
        chainOf(known).take(known)
        entries.delete(key)
        if (!grants.has(key)) owned.delete(known.candidate.participant, key)
      }
      if (candidate) {
        const entry = createEntry(candidate, sequences)
        entries.set(key, entry)
        owned.add(candidate.participant, key)
        chainOf(entry).put(entry)
      }
    },
    grant(row) {
      const key = rewardKey(row.incentive, row.participant, row.occurrence)
      // A new list, since candidates hold the old one.
      grants.set(key, [...(grants.get(key) ?? []), row].sort(byTime))
      owned.add(row.participant, key)
      touched.add(key)
      return key
    },
    allot(key, sequence) {
      sequences.set(key, Math.min(sequence, sequences.get(key) ?? sequence))
      const entry = entries.get(key)
      if (!entry) return
      touched.add(key)
      chainOf(entry).take(entry)
      entries.set(key, createEntry(entry.candidate, sequences))
      chainOf(entry).put(entries.get(key)!)
    },
    keysOf: (participant) => owned.of(participant),
    *keys() {
      for (const participant of owned.keys()) yield* owned.of(participant)
    },
  }
}

/** Whether nothing changed that a limit looks at. */
function isSameInLine(a: Candidate, b: Candidate): boolean {
  return (
    a.line === b.line &&
    a.id === b.id &&
    a.at === b.at &&
    a.money === b.money &&
    a.friend === b.friend &&
    a.given === b.given &&
    a.claim.state === b.claim.state &&
    (a.claim.state !== 'waiting' || b.claim.state !== 'waiting' || a.claim.reason === b.claim.reason)
  )
}
