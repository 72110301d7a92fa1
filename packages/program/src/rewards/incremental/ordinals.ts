import { ordinalEdges } from '../amounts.ts'
import { byOrdinalLine } from '../line-order.ts'
import type { Rule } from '../rules.ts'
import { wishOf } from '../settlement.ts'
import type { Entry } from './entry.ts'
import { createSorted, type Sorted } from './sorted.ts'
import type { Node } from './stage.ts'

/**
 * Gives each entry what it asks for. Where tiers go by ordinal, an entry that comes or goes moves everybody behind it by
 * one, but only those who cross the edge of a tier ask for something else.
 */
export function createWishes(
  { byOrdinal, incentive }: Rule,
  next: Node,
  onChange: (entry: Entry) => void,
): Node {
  const lines = new Map<string, Sorted<Entry>>()
  const compare = (a: Entry, b: Entry): number => byOrdinalLine(a.candidate, b.candidate)
  const edges = ordinalEdges(incentive.give)
  const ask = (entry: Entry, ordinal: number): void => {
    const wish = wishOf(entry.candidate, ordinal)
    // Out of a line that it had no place in, no later stage would tell.
    if (entry.nothing !== (wish === 0)) onChange(entry)
    entry.nothing = wish === 0
    next(entry, wish === 0 ? undefined : { wish, amount: wish })
  }
  if (!byOrdinal)
    return (entry, pass) => {
      if (pass) ask(entry, 0)
      else next(entry, undefined)
    }
  return (entry, pass) => {
    const { participant } = entry.candidate
    let line = lines.get(participant)
    if (!line) lines.set(participant, (line = createSorted(compare)))
    const place = line.indexOf(entry)
    const wasIn = line.delete(entry)
    if (pass) line.add(entry)
    if (pass) ask(entry, place + 1)
    else {
      entry.nothing = false
      next(entry, undefined)
    }
    if (wasIn === (pass !== undefined)) return
    // Ordinal `edge` was, or now is, that of the one before or behind it.
    for (const edge of edges) {
      const index = pass ? edge - 1 : edge - 2
      const moved = index >= place ? line.at(index) : undefined
      if (moved && moved !== entry) ask(moved, index + 1)
    }
  }
}
