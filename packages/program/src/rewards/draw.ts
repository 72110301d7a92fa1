import { sha256 } from './sha256.ts'

/** One participant's entries for a draw. */
export interface DrawEntry {
  /** A person key, or whatever name the draw is published with. */
  readonly participant: string
  /** A whole number above 0. */
  readonly entries: number
}

/** What to publish before a draw, so that nobody can choose the seed afterwards: the SHA-256 of it, in hex. */
export const seedCommitment = (seed: string): string => sha256(seed)

/**
 * What to publish with a draw, so that nobody can change the entries afterwards: the SHA-256, in hex, of the JSON text
 * `[["name",entries],…]` without spaces, sorted by name (by UTF-16 code units).
 */
export const entriesDigest = (entries: readonly DrawEntry[]): string =>
  sha256(JSON.stringify(sorted(entries).map(({ participant, entries }) => [participant, entries])))

const sorted = (entries: readonly DrawEntry[]): DrawEntry[] =>
  entries.toSorted((a, b) => (a.participant < b.participant ? -1 : a.participant > b.participant ? 1 : 0))

/**
 * Draws up to `winners` different participants, the first place first; the same for anyone who recomputes it.
 *
 * The entries, sorted by name, stand in a row and are numbered from 0. For each place, SHA-256 of the text
 * `seed:digest:place:attempt` (place and attempt count from 0) is taken, and of it the first 13 hex digits as a number
 * below 2^52. If it is at or above the largest multiple of the number of entries left, the next attempt is made, so that
 * every entry has the same chance; else its remainder by that number says which entry wins. The winner's entries leave
 * the row, and the others move up.
 */
export function drawWinners(seed: string, entries: readonly DrawEntry[], winners: number): string[] {
  const row = sorted(entries.filter(({ entries }) => entries > 0))
  const digest = entriesDigest(entries)
  const left = ticketsOf(row.map(({ entries }) => entries))
  const drawn: string[] = []
  for (let place = 0; place < winners && left.total() > 0; place++) {
    const index = left.take(pick(`${seed}:${digest}:${place}`, left.total()))
    drawn.push(row[index]!.participant)
  }
  return drawn
}

/** A number from 0 to below `total`, each with the same chance. */
function pick(text: string, total: number): number {
  const fair = 2 ** 52 - (2 ** 52 % total)
  for (let attempt = 0; ; attempt++) {
    const value = Number.parseInt(sha256(`${text}:${attempt}`).slice(0, 13), 16)
    if (value < fair) return value % total
  }
}

/** Entries in a row that leave it one participant at a time (a Fenwick tree: each step is logarithmic). */
function ticketsOf(counts: readonly number[]): { total(): number; take(ticket: number): number } {
  const size = counts.length
  const tree = [0, ...counts]
  for (let node = 1; node <= size; node++) {
    const parent = node + (node & -node)
    if (parent <= size) tree[parent]! += tree[node]!
  }
  let total = counts.reduce((sum, count) => sum + count, 0)
  let highest = 1
  while (highest * 2 <= size) highest *= 2
  return {
    total: () => total,
    take(ticket) {
      let [node, rest] = [0, ticket]
      for (let step = highest; step >= 1; step /= 2)
        if (node + step <= size && tree[node + step]! <= rest) rest -= tree[(node += step)]!
      const gone = counts[node]!
      total -= gone
      for (let place = node + 1; place <= size; place += place & -place) tree[place]! -= gone
      return node
    },
  }
}
