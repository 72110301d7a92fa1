import type { Ledger, LedgerRow } from '@goodword/program'
import { bulkSelect } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
import { loadCloses } from './contest-place.ts'
import type { Context } from './context.ts'
import { readRow, type StoredRow } from './ledger.ts'

/** The part of a ledger that decides about some people: complete for each of `friends`. */
export interface Slice extends Ledger {
  readonly rows: readonly LedgerRow[]
  /** Those who were asked for, and those who are in the same orders. */
  readonly friends: ReadonlySet<string>
  /** By id, the channels of visits and seals that say one. */
  readonly channels: ReadonlyMap<string, string>
}

const byPerson = bulkSelect(
  { person: 'text' },
  `select * from gw_ledger where program = :program and person = :person
    and type in ('conversion', 'seal', 'grant', 'review', 'enrolment', 'allot')`,
)
const byOrder = bulkSelect(
  { name: 'text', order_ref: 'text' },
  'select * from gw_ledger where program = :program and order_ref = :order_ref and name = :name',
)
const byVisitor = bulkSelect(
  { visitor: 'text' },
  // Which of them have a code is looked at later: said here, SQLite would go by the index of codes.
  `select * from gw_ledger where program = :program and visitor = :visitor and type = 'visit'`,
)
const byCode = bulkSelect(
  { code: 'text' },
  'select code, id from gw_people where program = :program and code = :code',
)

/**
 * Loads every row that the bonds and rewards of `friends` rest on, in a handful of statements however many they are. An
 * order that two people are said to have made brings both with all that is theirs.
 */
export async function loadSlice(tx: Write, context: Context, friends: Iterable<string>): Promise<Slice> {
  const { store, program } = context
  const found = new Map<string, StoredRow>()
  const keep = (rows: readonly StoredRow[]) => rows.forEach((row) => found.set(row.id, row))

  const known = new Set<string>()
  const orders = new Set<string>()
  const visitors = new Set<string>()
  let next = new Set(friends)
  while (next.size > 0) {
    for (const friend of next) known.add(friend)
    const people = [...next].map((person) => ({ person }))
    const own = await store.bulk<StoredRow>(tx, byPerson, program.id, people)
    keep(own)
    const refs = new Map<string, { name: string | null; order_ref: string | null }>()
    for (const { type, name, order_ref } of own) {
      const key = `${name}:${order_ref}`
      if (type === 'conversion' && !orders.has(key)) refs.set(key, { name, order_ref })
    }
    for (const key of refs.keys()) orders.add(key)
    const about = await store.bulk<StoredRow>(tx, byOrder, program.id, [...refs.values()])
    keep(about)
    next = new Set()
    for (const { person, visitor, type } of about) {
      if (visitor !== null) visitors.add(visitor)
      if (type === 'conversion' && person !== null && !known.has(person)) next.add(person)
    }
  }
  const browsers = [...visitors].map((visitor) => ({ visitor }))
  const [closes, visits] = await together(
    store,
    () => loadCloses(tx, context, known),
    () => store.bulk<StoredRow>(tx, byVisitor, program.id, browsers),
  )
  for (const won of closes.values()) keep(won)
  keep(visits)
  const rows = [...found.values()].flatMap((row) => readRow(row) ?? [])
  return {
    rows,
    friends: known,
    codes: await ownersOf(tx, { store, program }, rows),
    channels: channelsIn(found.values()),
  }
}

/** Whose the codes in these rows are. */
async function ownersOf(
  tx: Write,
  { store, program }: Pick<Context, 'store' | 'program'>,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, string>> {
  const codes = new Set(rows.flatMap((row) => ('code' in row && row.code !== undefined ? [row.code] : [])))
  const asked = [...codes].map((code) => ({ code }))
  const owners = await store.bulk<{ code: string; id: string }>(tx, byCode, program.id, asked)
  return new Map(owners.map(({ code, id }) => [code, id]))
}

function channelsIn(rows: Iterable<StoredRow>): Map<string, string> {
  const channels = new Map<string, string>()
  for (const { id, type, body } of rows) {
    if ((type !== 'visit' && type !== 'seal') || !body.includes('"channel"')) continue
    const { channel } = JSON.parse(body) as { readonly channel?: string }
    if (channel !== undefined) channels.set(id, channel)
  }
  return channels
}

/**
 * The rows of each friend, with those of whoever shares an order with them: what another place needs to decide about that
 * friend as this one does.
 */
export function rowsByFriend({ rows, friends }: Slice): (friend: string) => readonly LedgerRow[] {
  const parents = new Map<string, string>()
  const rootOf = (friend: string): string => {
    let root = friend
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next
    return root
  }
  const ownerOf = new Map<string, string>()
  for (const row of rows) {
    if (row.type !== 'conversion') continue
    const key = `${row.name}:${row.order}`
    const owner = ownerOf.get(key)
    if (owner === undefined) ownerOf.set(key, row.friend)
    else if (rootOf(owner) !== rootOf(row.friend)) parents.set(rootOf(row.friend), rootOf(owner))
  }
  const groups = new Map<string, LedgerRow[]>()
  const put = (friend: string | undefined, row: LedgerRow): void => {
    if (friend === undefined) return
    const root = rootOf(friend)
    const group = groups.get(root)
    if (group) group.push(row)
    else groups.set(root, [row])
  }
  const browsers = new Map<string, Set<string>>()
  for (const row of rows) {
    if (row.type !== 'conversion' || row.visitor === undefined) continue
    const known = browsers.get(row.visitor)
    if (known) known.add(rootOf(row.friend))
    else browsers.set(row.visitor, new Set([rootOf(row.friend)]))
  }
  for (const row of rows) {
    if (row.type === 'visit') for (const root of browsers.get(row.visitor) ?? []) put(root, row)
    else if ('friend' in row) put(row.friend, row)
    else if ('participant' in row) put(friends.has(row.participant) ? row.participant : undefined, row)
    else if ('order' in row) put(ownerOf.get(`${row.name}:${row.order}`), row)
  }
  return (friend) => groups.get(rootOf(friend)) ?? []
}
