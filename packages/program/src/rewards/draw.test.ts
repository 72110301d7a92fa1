import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { closesDue } from './closing.ts'
import { drawWinners, entriesDigest, seedCommitment, type DrawEntry } from './draw.ts'
import { at, brought, codes, later, purchase, visit } from './ledger.fixture.ts'
import { decideWith, shopWith } from './program.fixture.ts'
import { runs } from '../runs.fixture.ts'
import { sha256 } from './sha256.ts'

const entries = fc.uniqueArray(
  fc.record({
    participant: fc.string({ minLength: 1, maxLength: 4 }),
    entries: fc.integer({ min: 1, max: 9 }),
  }),
  { selector: ({ participant }) => participant, maxLength: 12 },
)

test('SHA-256 is the one that everybody has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
    }),
    runs,
  )
})

test('a draw can be recomputed by anybody who has its seed and its entries, in any order', () => {
  fc.assert(
    fc.property(fc.string(), entries, fc.integer({ min: 1, max: 5 }), (seed, entries, winners) => {
      const drawn = drawWinners(seed, entries, winners)
      expect(drawWinners(seed, entries.toReversed(), winners)).toEqual(drawn)
      expect(drawn).toEqual(slowly(seed, entries, winners))
      expect(new Set(drawn).size).toBe(Math.min(winners, entries.length))
    }),
    runs,
  )
})

/** The algorithm once more, as an outsider would write it from its description. */
function slowly(seed: string, entries: readonly DrawEntry[], winners: number): string[] {
  const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const sorted = entries.toSorted((a, b) => (a.participant < b.participant ? -1 : 1))
  const digest = hash(JSON.stringify(sorted.map(({ participant, entries }) => [participant, entries])))
  let row = sorted.flatMap(({ participant, entries }) => Array<string>(entries).fill(participant))
  const drawn: string[] = []
  for (let place = 0; place < winners && row.length > 0; place++) {
    // 2^52 leaves no remainder worth a second attempt for so few entries.
    const winner = row[Number.parseInt(hash(`${seed}:${digest}:${place}:0`).slice(0, 13), 16) % row.length]!
    drawn.push(winner)
    row = row.filter((name) => name !== winner)
  }
  return drawn
}

test('everybody has the odds of their entries (χ², 20,000 draws)', () => {
  const row = [1, 2, 3, 4, 10].map((entries, index) => ({ participant: `p${index}`, entries }))
  const draws = 20_000
  const wins = new Map<string, number>()
  const second = new Map<string, number>()
  for (let draw = 0; draw < draws; draw++) {
    const [first, next] = drawWinners(`seed-${draw}`, row, 2) as [string, string]
    wins.set(first, (wins.get(first) ?? 0) + 1)
    if (first === 'p4') second.set(next, (second.get(next) ?? 0) + 1)
  }
  // 99.99 % of fair draws are below 23.5 (4 degrees of freedom) and 21.1 (3).
  expect(chiSquare(row, wins, draws)).toBeLessThan(23.5)
  expect(chiSquare(row.slice(0, 4), second, wins.get('p4')!)).toBeLessThan(21.1)
})

function chiSquare(row: readonly DrawEntry[], seen: ReadonlyMap<string, number>, draws: number): number {
  const total = row.reduce((sum, { entries }) => sum + entries, 0)
  return row.reduce((sum, { participant, entries }) => {
    const expected = (draws * entries) / total
    return sum + ((seen.get(participant) ?? 0) - expected) ** 2 / expected
  }, 0)
}

test('what is published commits to the seed and to the entries', () => {
  expect(seedCommitment('s')).not.toBe(seedCommitment('t'))
  const one = [{ participant: 'a', entries: 1 }]
  expect(entriesDigest(one)).toBe(createHash('sha256').update('[["a",1]]').digest('hex'))
  expect(entriesDigest(one)).not.toBe(entriesDigest([{ participant: 'a', entries: 2 }]))
})

test('a draw takes orders and given entries of its period, of those who were sound when it closed', () => {
  const raffle = {
    id: 'raffle',
    when: { type: 'draw', conversion: 'purchase', period: 'month', winners: 1 },
    to: 'referrer',
    give: { type: 'product', name: 'a trip' },
  } as const
  const program = shopWith({ give: { type: 'entry', draw: 'raffle', entries: 4 } }, { incentives: [raffle] })
  const rows = [
    ...brought('bo', 'o1', at(10)),
    ...brought('di', 'o2', at(11), { held: 'velocity' }),
    visit('CY', 'v_ed', at(1)),
    purchase('ed', 'o3', at(12), { visitor: 'v_ed' }),
    ...brought('fay', 'o4', at(40)),
  ]
  const [close, ...rest] = closesDue(program, { codes, rows }, at(38), () => 'secret')
  expect(rest).toEqual([])
  expect(close?.draw?.entries).toEqual([
    { participant: 'amy', entries: 5 },
    { participant: 'cy', entries: 5 },
  ])
  expect(close?.winners).toEqual(drawWinners('secret', close!.draw!.entries!, 1))
  const [won] = decideWith(program, [...rows, close!], later).rewards.filter(
    ({ incentive }) => incentive === 'raffle',
  )
  expect(won).toMatchObject({
    participant: close!.winners[0],
    occurrence: 'place:1972-10-01:1',
    state: 'due',
  })
  expect(closesDue(program, { codes, rows: [...rows, close!] }, at(38), () => 'other')).toEqual([])
})
