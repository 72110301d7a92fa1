import type { LedgerRow, MilestoneProgress } from '@goodword/program'
import type { Selectable } from 'kysely'
import { bulkDelete, bulkInsert, bulkSelect } from '../store/bulk.ts'
import type { ReferrersTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { loadCloses } from './contest-place.ts'
import type { Context } from './context.ts'
import { readRow, type StoredRow } from './ledger.ts'
import { slotOf } from './slot.ts'

/** A referrer with more friends than this is read outside of transactions, and followed step by step. */
export const manyFriends = 200

/** Rows about referrers themselves, by referrer: what they were given, who they are, which place they got. */
export type OwnRows = ReadonlyMap<string, readonly LedgerRow[]>

/** A referrer's row, locked. */
export type Referrer = Omit<Selectable<ReferrersTable>, 'program'>

const locking = bulkInsert(
  'gw_referrers',
  { person: 'text', friends: 'bigint', progress: 'text', revision: 'bigint' },
  `on conflict (program, person) do update set revision = gw_referrers.revision + 1
    returning person, friends, progress, revision, bound`,
)

/**
 * Takes the rows of these referrers, and makes them first. Always after the people: these rows are others, so that a
 * circle of friends who refer each other is no deadlock.
 */
export async function lockReferrers(
  tx: Write,
  { store, program }: Context,
  referrers: ReadonlySet<string>,
): Promise<readonly Referrer[]> {
  const blank = { friends: 0, progress: '[]', revision: 1 }
  const rows = [...referrers].toSorted().map((person) => ({ person, ...blank }))
  return store.bulk<Referrer>(tx, locking, program.id, rows)
}

// Their rows are there, see `rememberVisitors`.
const keeping = bulkInsert(
  'gw_referrers',
  { person: 'text', friends: 'bigint', progress: 'text', bound: 'bigint', revision: 'bigint' },
  `on conflict (program, person) do update set friends = excluded.friends, progress = excluded.progress,
    bound = excluded.bound`,
)

const ranking = bulkInsert(
  'gw_ranks',
  { friends: 'bigint', slot: 'bigint', referrers: 'bigint' },
  `on conflict (program, friends, slot) do update set referrers = gw_ranks.referrers + excluded.referrers`,
)

/** What a referrer's row is to say; `before` is how many friends it said. */
export interface ReferrerNews extends Pick<Referrer, 'person' | 'friends' | 'bound'> {
  readonly before: number
  readonly progress: readonly MilestoneProgress[]
}

/** Writes what referrers have come to, and how many have brought as many friends. */
export async function keepReferrers(
  tx: Write,
  context: Context,
  referrers: readonly ReferrerNews[],
): Promise<void> {
  const { store, program } = context
  const rows = referrers.map(({ person, friends, bound, progress }) => ({
    person,
    friends,
    bound,
    revision: 1,
    // Whoever has brought nobody has begun nothing, whatever is offered to them.
    progress: JSON.stringify(bound > 0 ? progress : []),
  }))
  await store.bulk(tx, keeping, program.id, rows)

  const counts = new Map<number, number>()
  const count = (friends: number, by: number) => counts.set(friends, (counts.get(friends) ?? 0) + by)
  for (const { before, friends } of referrers) {
    if (before === friends) continue
    if (before > 0) count(before, -1)
    if (friends > 0) count(friends, 1)
  }
  const slot = slotOf(context)
  const ranks = [...counts]
    .filter(([, referrers]) => referrers !== 0)
    .toSorted(([a], [b]) => a - b)
    .map(([friends, referrers]) => ({ friends, slot, referrers }))
  await store.bulk(tx, ranking, program.id, ranks)
}

const owning = bulkSelect(
  { person: 'text' },
  `select * from gw_ledger where program = :program and person = :person
    and type in ('grant', 'enrolment', 'allot')`,
)

/** The rows about referrers themselves, by referrer: what they were given, who they are, and what they won. */
export async function loadOwnRows(
  tx: Write,
  context: Context,
  referrers: readonly string[],
): Promise<Map<string, LedgerRow[]>> {
  const { store, program } = context
  const asked = referrers.map((person) => ({ person }))
  const found = new Map<string, LedgerRow[]>()
  for (const stored of await store.bulk<StoredRow>(tx, owning, program.id, asked)) {
    const row = readRow(stored)
    if (!row || stored.person === null) continue
    const known = found.get(stored.person)
    if (known) known.push(row)
    else found.set(stored.person, [row])
  }
  for (const [person, won] of await loadCloses(tx, context, referrers))
    found.set(person, [...(found.get(person) ?? []), ...won.flatMap((row) => readRow(row) ?? [])])
  return found
}

const steps = { referrer: 'text', revision: 'bigint', friends: 'text', rows: 'text' } as const
const stepping = bulkInsert('gw_steps', steps, 'on conflict (program, referrer, revision) do nothing')
const forgetting = bulkDelete(
  'gw_steps',
  { referrer: 'text', revision: 'bigint' },
  't.program = :program and t.referrer = :referrer and t.revision < :revision',
)
const following = bulkSelect(
  { referrer: 'text', revision: 'bigint', until: 'bigint' },
  `select referrer, revision, friends, rows from gw_steps
    where program = :program and referrer = :referrer and revision > :revision and revision < :until`,
)

/** What was decided about a referrer in one transaction. */
export interface Step {
  readonly referrer: string
  readonly revision: number
  readonly friends: readonly string[]
  /** Ids of rows about the referrer. */
  readonly rows: readonly string[]
}

/** Steps that are kept of one referrer: whoever is further behind reads everything again. */
const mostSteps = 2000

/** Notes what was decided about referrers with many friends. */
export async function keepSteps(
  tx: Write,
  { store, program }: Context,
  taken: readonly Step[],
): Promise<void> {
  const rows = taken.map(({ friends, rows, ...step }) => ({
    ...step,
    friends: JSON.stringify(friends),
    rows: JSON.stringify(rows),
  }))
  await store.bulk(tx, stepping, program.id, rows)
  const old = taken
    .filter(({ revision }) => revision % 100 === 0)
    .map(({ referrer, revision }) => ({ referrer, revision: revision - mostSteps }))
  await store.bulk(tx, forgetting, program.id, old)
}

/** The steps of a referrer after `revision` and before `until`; `undefined` when one of them is not there any more. */
export async function readSteps(
  tx: Write,
  { store, program }: Context,
  asked: { readonly referrer: string; readonly revision: number; readonly until: number },
): Promise<readonly Step[] | undefined> {
  type Row = { referrer: string; revision: number; friends: string; rows: string }
  if (asked.until - asked.revision - 1 > mostSteps) return undefined
  const rows = await store.bulk<Row>(tx, following, program.id, [asked])
  if (rows.length !== asked.until - asked.revision - 1) return undefined
  return rows.map(({ friends, rows, ...step }) => ({
    ...step,
    friends: JSON.parse(friends) as string[],
    rows: JSON.parse(rows) as string[],
  }))
}
