import {
  createIncremental,
  withoutTotals,
  type Change,
  type Incremental,
  type LedgerRow,
  type Program,
} from '@goodword/program'
import { afterCommit, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

/** All that decides what one referrer earned before limits in total, ready to take one more row. */
export interface State {
  readonly program: Program
  readonly incremental: Incremental
  /** `gw_referrers.revision` as of which it is complete. */
  revision: number
  readonly ids: Set<string>
  readonly codes: Map<string, string>
}

/** Rows that a process keeps decided, of all referrers of all programs together; about a kilobyte each. */
const mostRows = 600_000

/** Decided referrers of one process. A state is in one transaction's hands or here, never in both. */
interface Shelf {
  readonly states: Map<string, State>
  rows: number
}

const shelves = new WeakMap<object, Shelf>()
const hands = new WeakMap<Write, Map<string, State>>()

/** A referrer of whom nothing is known yet. */
export function createState(program: Program, revision: number): State {
  return {
    program,
    incremental: createIncremental(withoutTotals(program), new Map(), { tellsDates: true }),
    revision,
    ids: new Set(),
    codes: new Map(),
  }
}

/** Adds rows that are not there yet; returns what they may have changed. */
export function feed(
  state: State,
  rows: Iterable<LedgerRow>,
  codes: ReadonlyMap<string, string>,
): readonly Change[] {
  const changes: Change[] = []
  for (const row of rows) {
    if ('code' in row && row.code !== undefined) {
      const owner = codes.get(row.code)
      if (owner !== undefined && !state.codes.has(row.code)) {
        state.codes.set(row.code, owner)
        for (const change of state.incremental.own(row.code, owner)) changes.push(change)
      }
    }
    if (state.ids.has(row.id)) continue
    state.ids.add(row.id)
    for (const change of state.incremental.add(row)) changes.push(change)
  }
  return changes
}

/** Whether a referrer's state is here, and of this program as it is now. */
export function hasState(tx: Write, context: Context, referrer: string): boolean {
  const state = hands.get(tx)?.get(referrer) ?? shelfOf(context).states.get(keyOf(context, referrer))
  return state?.program === context.program
}

/** Takes a referrer's state away from everybody else; `undefined` when it is not here. */
export function takeState(tx: Write, context: Context, referrer: string): State | undefined {
  const own = hands.get(tx)?.get(referrer)
  if (own) return own
  const shelf = shelfOf(context)
  const key = keyOf(context, referrer)
  const state = shelf.states.get(key)
  if (state) {
    shelf.states.delete(key)
    shelf.rows -= state.ids.size
  }
  // A program that was edited decides otherwise.
  return state?.program === context.program ? state : undefined
}

/** Keeps a state for this transaction, and for all once it is committed: what is rolled back is forgotten. */
export function holdState(tx: Write, context: Context, referrer: string, state: State): void {
  let own = hands.get(tx)
  if (!own) {
    const held = new Map<string, State>()
    hands.set(tx, (own = held))
    afterCommit(tx, () => {
      for (const [referrer, state] of held) shelveState(context, referrer, state)
    })
  }
  own.set(referrer, state)
}

/** Puts a state where any transaction may take it. What was not asked for longest goes first when there is too much. */
export function shelveState(context: Context, referrer: string, state: State): void {
  const shelf = shelfOf(context)
  const key = keyOf(context, referrer)
  const known = shelf.states.get(key)
  if (known) {
    if (known.revision > state.revision) return
    shelf.states.delete(key)
    shelf.rows -= known.ids.size
  }
  shelf.states.set(key, state)
  shelf.rows += state.ids.size
  for (const [oldest, { ids }] of shelf.states) {
    if (shelf.rows <= mostRows || oldest === key) break
    shelf.states.delete(oldest)
    shelf.rows -= ids.size
  }
}

function shelfOf({ store }: Context): Shelf {
  let shelf = shelves.get(store)
  if (!shelf) shelves.set(store, (shelf = { states: new Map(), rows: 0 }))
  return shelf
}

const keyOf = ({ program }: Context, referrer: string): string => `${program.id} ${referrer}`
