import type { LedgerRow } from '@goodword/program'
import { write, type Write } from '../store/transaction.ts'
import { loadCloses } from './contest-place.ts'
import type { Context } from './context.ts'
import { readRow } from './ledger.ts'
import { ColdReferrers, friendsGivenFor } from './referrer-decision.ts'
import { loadSlice } from './slice.ts'
import { createState, feed, shelveState, type State } from './states.ts'

/** Friends, or rows, that are read in one piece. */
const piece = 100

/** Milliseconds after which others get their turn. */
const turn = 5

/**
 * As `write`, for work that settles: a referrer with many friends whom this process does not know is read first, and the
 * work begins anew.
 */
export async function settling<T>(context: Context, work: (tx: Write) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write(context.store, work)
    } catch (error) {
      if (!(error instanceof ColdReferrers)) throw error
      await warm(context, error.referrers)
    }
  }
}

const running = new WeakMap<object, Map<string, Promise<void>>>()

/** Reads referrers and decides them, in pieces that let everything else go on; once for all who ask meanwhile. */
export async function warm(context: Context, referrers: readonly string[]): Promise<void> {
  const { store, program } = context
  let known = running.get(store)
  if (!known) running.set(store, (known = new Map()))
  for (const referrer of referrers) {
    const key = `${program.id} ${referrer}`
    let reading = known.get(key)
    if (!reading) {
      reading = readWhole(context, referrer).finally(() => known.delete(key))
      known.set(key, reading)
    }
    await reading
  }
}

async function readWhole(context: Context, referrer: string): Promise<void> {
  const { store, program } = context
  const row = await store.db
    .selectFrom('gw_referrers')
    .select('revision')
    .where('program', '=', program.id)
    .where('person', '=', referrer)
    .executeTakeFirst()
  // Rows that come while it is read may or may not be in it: whoever takes it adds those since this revision.
  const state = createState(program, row?.revision ?? 0)
  state.incremental.advance(context.now())
  const own = await readOwn(context, referrer)
  const given = await write(store, (tx) => friendsGivenFor(tx, context, new Map([[referrer, own]])))
  await addFriends(context, state, new Set(given.map(({ friend }) => friend)))
  let after = { at: -1, friend: '' }
  for (;;) {
    const next = await friendsAfter(context, referrer, after)
    const last = next.at(-1)
    if (!last) break
    await addFriends(context, state, new Set(next.map(({ friend }) => friend)))
    after = last
  }
  await feedInTurns(state, own, new Map())
  shelveState(context, referrer, state)
}

async function addFriends(context: Context, state: State, friends: ReadonlySet<string>): Promise<void> {
  const list = [...friends]
  for (let start = 0; start < list.length; start += piece) {
    const some = new Set(list.slice(start, start + piece))
    const slice = await write(context.store, (tx) => loadSlice(tx, context, some))
    await feedInTurns(state, slice.rows, slice.codes)
  }
}

async function feedInTurns(
  state: State,
  rows: readonly LedgerRow[],
  codes: ReadonlyMap<string, string>,
): Promise<void> {
  let began = performance.now()
  for (const row of rows) {
    feed(state, [row], codes)
    if (performance.now() - began < turn) continue
    await new Promise((resolve) => setImmediate(resolve))
    began = performance.now()
  }
  await new Promise((resolve) => setImmediate(resolve))
}

function friendsAfter(
  { store, program }: Context,
  referrer: string,
  after: { readonly at: number; readonly friend: string },
): Promise<{ at: number; friend: string }[]> {
  return store.db
    .selectFrom('gw_bonds')
    .select(['at', 'friend'])
    .where('program', '=', program.id)
    .where('referrer', '=', referrer)
    .where((eb) =>
      eb.or([eb('at', '>', after.at), eb.and([eb('at', '=', after.at), eb('friend', '>', after.friend)])]),
    )
    .orderBy('at')
    .orderBy('friend')
    .limit(piece)
    .execute()
}

async function readOwn(context: Context, referrer: string): Promise<LedgerRow[]> {
  const { store, program } = context
  const won = await write(store, (tx) => loadCloses(tx, context, [referrer]))
  const found: LedgerRow[] = [...won.values()].flat().flatMap((row) => readRow(row) ?? [])
  for (const type of ['grant', 'enrolment', 'allot']) {
    let after = ''
    for (;;) {
      const rows = await store.db
        .selectFrom('gw_ledger')
        .selectAll()
        .where('program', '=', program.id)
        .where('person', '=', referrer)
        .where('type', '=', type)
        .where('id', '>', after)
        .orderBy('id')
        .limit(piece * 5)
        .execute()
      for (const row of rows) found.push(...[readRow(row)].filter((read) => read !== undefined))
      const last = rows.at(-1)
      if (!last) break
      after = last.id
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return found
}
