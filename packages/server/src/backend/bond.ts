import { decideTouch, type Bond, type LedgerRow, type Program, type Touch } from '@goodword/program'
import type { Selectable } from 'kysely'
import { bulkDelete, bulkInsert, bulkSelect } from '../store/bulk.ts'
import type { BondsTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import type { Slice } from './slice.ts'

/** A bond as it is kept. */
export type StoredBond = Omit<Selectable<BondsTable>, 'program'>

const reading = bulkSelect(
  { friend: 'text' },
  `select friend, referrer, at, state, channel, sealed from gw_bonds
    where program = :program and friend = :friend`,
)

/** What is kept of these friends' bonds, by friend. */
export async function readBonds(
  tx: Write,
  { store, program }: Context,
  friends: Iterable<string>,
): Promise<Map<string, StoredBond>> {
  const asked = [...friends].map((friend) => ({ friend }))
  const rows = await store.bulk<StoredBond>(tx, reading, program.id, asked)
  return new Map(rows.map((row) => [row.friend, row]))
}

const bringing = bulkSelect(
  { referrer: 'text' },
  'select friend, referrer from gw_bonds where program = :program and referrer = :referrer',
)

/** The friends of these referrers. */
export async function readFriends(
  tx: Write,
  { store, program }: Context,
  referrers: readonly string[],
): Promise<readonly Pick<StoredBond, 'friend' | 'referrer'>[]> {
  const asked = referrers.map((referrer) => ({ referrer }))
  return store.bulk<StoredBond>(tx, bringing, program.id, asked)
}

const writing = bulkInsert(
  'gw_bonds',
  {
    friend: 'text',
    referrer: 'text',
    at: 'bigint',
    state: 'text',
    channel: 'text',
    sealed: 'bigint',
  },
  `on conflict (program, friend) do update set referrer = excluded.referrer, at = excluded.at,
    state = excluded.state, channel = excluded.channel, sealed = excluded.sealed`,
)
const removing = bulkDelete('gw_bonds', { friend: 'text' }, 't.program = :program and t.friend = :friend')

/** Writes what became of bonds; the friends must be locked. */
export async function keepBonds(
  tx: Write,
  { store, program }: Context,
  before: ReadonlyMap<string, StoredBond>,
  after: ReadonlyMap<string, StoredBond>,
): Promise<void> {
  const gone = [...before.keys()].filter((friend) => !after.has(friend))
  await store.bulk(
    tx,
    removing,
    program.id,
    gone.map((friend) => ({ friend })),
  )
  const news = [...after.values()].filter((bond) => !isSame(before.get(bond.friend), bond))
  await store.bulk(tx, writing, program.id, news)
}

const columns = ['referrer', 'at', 'state', 'channel', 'sealed'] as const

const isSame = (a: StoredBond | undefined, b: StoredBond): boolean =>
  a !== undefined && columns.every((column) => a[column] === b[column])

/** The bonds of a slice's own friends as they are to be kept: what was sealed keeps the channel that it was sealed with. */
export function bondsToKeep(program: Program, slice: Slice, bonds: readonly Bond[]): Map<string, StoredBond> {
  const channelOf = channelsOf(program, slice, slice.rows)
  const seals = new Map(slice.rows.flatMap((row) => (row.type === 'seal' ? [[row.friend, row.id]] : [])))
  return new Map(
    bonds
      .filter(({ friend }) => slice.friends.has(friend))
      .map((bond) => {
        const seal = seals.get(bond.friend)
        const channel = seal === undefined ? channelOf(bond) : slice.channels.get(seal)
        return [bond.friend, { ...bond, channel: channel ?? null, sealed: seal === undefined ? 0 : 1 }]
      }),
  )
}

/** By which channel a referrer brought a friend: that of the touch that counts, as far as `rows` tell. */
export function channelsOf(
  program: Program,
  { codes, channels }: Pick<Slice, 'codes' | 'channels'>,
  rows: readonly LedgerRow[],
): (bond: Pick<Bond, 'friend' | 'referrer' | 'at'>) => string | undefined {
  if (channels.size === 0) return () => undefined
  const visits = new Map<string, Touch[]>()
  const touches = new Map<string, Touch[]>()
  const browsers = new Map<string, Set<string>>()
  for (const row of rows) {
    if (row.type === 'visit') {
      const channel = channels.get(row.id)
      add(visits, row.visitor, {
        code: row.code,
        at: row.at,
        ...(channel !== undefined && { channel }),
      })
    } else if (row.type === 'conversion') {
      if (row.code !== undefined) add(touches, row.friend, { code: row.code, at: row.at })
      if (row.visitor === undefined) continue
      const known = browsers.get(row.friend)
      if (known) known.add(row.visitor)
      else browsers.set(row.friend, new Set([row.visitor]))
    }
  }
  return ({ friend, referrer, at }) => {
    const seen = [...(browsers.get(friend) ?? [])].flatMap((visitor) => visits.get(visitor) ?? [])
    const known = [...seen, ...(touches.get(friend) ?? [])].filter(({ code }) => codes.get(code) === referrer)
    return decideTouch(program.attribution, sorted(known), at)?.channel
  }
}

/** Of two touches in one millisecond the one that names a channel is asked first. */
const sorted = (touches: readonly Touch[]): Touch[] =>
  touches.toSorted((a, b) => ((a.channel ?? '~') < (b.channel ?? '~') ? -1 : 1))

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
}
