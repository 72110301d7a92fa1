import {
  allotsDue,
  closesDue,
  contestsOf,
  sealsDue,
  seedCommitment,
  totalsOf,
  type Attributes,
  type Close,
  type Ledger,
  type LedgerRow,
  type Program,
} from '@goodword/program'
import type { Draw } from './backend.ts'

/** What the memory backend decides by rows of its own. */
export interface MemoryClock {
  /** Writes the seals, places and closes that are due. */
  advance(): void
  /** Notes what the site says of somebody, when it is new. */
  enrol(person: string, attributes: Attributes): void
  attributesOf(person: string): Attributes | undefined
  /** Winners by person key. */
  draws(): readonly Draw[]
}

/** The clock of a ledger whose `rows` it adds to. */
export function createClock(
  program: Program,
  { codes, rows }: { readonly codes: Ledger['codes']; readonly rows: LedgerRow[] },
  now: () => number,
  randomId: () => string,
): MemoryClock {
  const attributes = new Map<string, Attributes>()
  const seeds = new Map<string, string>()
  const contests = contestsOf(program)
  const hasTotals = totalsOf(program).size > 0
  let lastEnrolment = -1

  const seedOf = (incentive: string, period: string): string => {
    const key = `${incentive} ${period}`
    const seed = seeds.get(key) ?? randomId() + randomId()
    seeds.set(key, seed)
    return seed
  }
  function advance(): void {
    const ledger = { codes, rows }
    rows.push(...sealsDue(program, ledger, now()))
    if (hasTotals) rows.push(...allotsDue(program, ledger, now()))
    for (const { kind, incentive, periodAt } of contests)
      if (kind === 'draw') seedOf(incentive, periodAt(now()).key)
    if (contests.length > 0) rows.push(...closesDue(program, ledger, now(), seedOf))
  }
  return {
    advance,
    enrol(person, said) {
      if (canonical(attributes.get(person) ?? {}) === canonical(said)) return
      attributes.set(person, said)
      // The last one by time counts, also of two in one millisecond.
      lastEnrolment = Math.max(now(), lastEnrolment + 1)
      const id = `enrolment:${randomId()}`
      rows.push({ type: 'enrolment', id, at: lastEnrolment, participant: person, attributes: said })
    },
    attributesOf: (person) => attributes.get(person),
    draws() {
      advance()
      return [...seeds].toReversed().map(([key, seed]) => {
        const [incentive = '', period = ''] = key.split(' ')
        const close = rows.find((row): row is Close => row.id === `close:${incentive}:${period}`)
        const drawn = close?.draw && {
          at: close.at,
          seed,
          digest: close.draw.digest,
          winners: close.winners,
        }
        return { incentive, period, commitment: seedCommitment(seed), ...(drawn && { drawn }) }
      })
    },
  }
}

/** The same text whatever the order of the names. */
const canonical = (attributes: Attributes): string =>
  JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
