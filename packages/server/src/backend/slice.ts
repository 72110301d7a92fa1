import type { Ledger, LedgerRow } from '@goodword/program'
import { inChunks, type Write } from '../store/transaction.ts'
import { loadCloses } from './contest-place.ts'
import { readRow, type StoredRow } from './ledger.ts'

/** The part of a ledger that decides about some people: complete for each of `friends`. */
export interface Slice extends Ledger {
  readonly rows: readonly LedgerRow[]
  /** Those who were asked for, and those who are in the same orders. */
  readonly friends: ReadonlySet<string>
}

/**
 * Loads every row that the bonds and rewards of `friends` rest on, and what was given to `participants`. An order that
 * two people are said to have made brings both with all that is theirs.
 */
export async function loadSlice(
  tx: Write,
  program: string,
  friends: Iterable<string>,
  participants: Iterable<string>,
): Promise<Slice> {
  const found = new Map<string, StoredRow>()
  const keep = (rows: readonly StoredRow[]) => rows.forEach((row) => found.set(row.id, row))
  const from = () => tx.selectFrom('gw_ledger').selectAll().where('program', '=', program)

  const known = new Set<string>()
  const orders = new Set<string>()
  const visitors = new Set<string>()
  let next = new Set(friends)
  while (next.size > 0) {
    for (const friend of next) known.add(friend)
    const own = await inChunks(next, (some) =>
      from().where('person', 'in', some).where('type', 'in', ['conversion', 'seal', 'review']).execute(),
    )
    keep(own)
    const fresh = own.filter((row) => row.type === 'conversion' && !orders.has(orderKey(row)))
    for (const row of fresh) orders.add(orderKey(row))
    const refs = new Set(fresh.flatMap(({ order_ref: ref }) => ref ?? []))
    const named = await inChunks(refs, (some) => from().where('order_ref', 'in', some).execute())
    // The same number may belong to a sign-up and to a purchase.
    const about = named.filter((row) => orders.has(orderKey(row)))
    keep(about)
    for (const { visitor } of [...own, ...about]) if (visitor !== null) visitors.add(visitor)
    next = new Set(about.flatMap(({ person }) => (person !== null && !known.has(person) ? [person] : [])))
  }
  const visits = await inChunks(visitors, (some) =>
    from().where('visitor', 'in', some).where('type', '=', 'visit').where('code', 'is not', null).execute(),
  )
  keep(visits)
  const owners = new Set(participants)
  keep(
    await inChunks(owners, (some) =>
      from().where('person', 'in', some).where('type', 'in', ['grant', 'enrolment']).execute(),
    ),
  )
  keep(await loadCloses(tx, program, owners))
  const rows = [...found.values()].flatMap((row) => readRow(row) ?? [])
  return { rows, friends: known, codes: await loadCodes(tx, program, rows) }
}

/** Whose the codes in these rows are. */
async function loadCodes(
  tx: Write,
  program: string,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, string>> {
  const codes = new Set(rows.flatMap((row) => ('code' in row && row.code !== undefined ? [row.code] : [])))
  const owners = await inChunks(codes, (some) =>
    tx
      .selectFrom('gw_people')
      .select(['code', 'id'])
      .where('program', '=', program)
      .where('code', 'in', some)
      .execute(),
  )
  return new Map(owners.flatMap(({ code, id }) => (code === null ? [] : [[code, id] as const])))
}

const orderKey = ({ name, order_ref: order }: StoredRow): string => `${name}:${order}`
