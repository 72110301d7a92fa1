import type { Kysely } from 'kysely'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import type { Context } from '../backend/context.ts'

/** A webhook, as far as it decides what is written for it. */
export interface Listener {
  readonly id: string
  readonly isOn: boolean
  /** Empty is every type. */
  readonly types: readonly string[]
}

/** Milliseconds that a process may not know of a webhook that another process made or changed. */
const staleness = 5000

interface Known {
  readonly until: number
  readonly listeners: readonly Listener[]
}

/** By store and program, so that a program without webhooks costs one short query in five seconds. */
const known = new WeakMap<Store, Map<string, Known>>()

/** Who listens, from `db`, or as it was at most five seconds ago. By the wall clock: it is about other processes. */
export async function listenersOf(
  db: Kysely<Tables>,
  { store, program }: Context,
): Promise<readonly Listener[]> {
  const byProgram = known.get(store) ?? new Map<string, Known>()
  known.set(store, byProgram)
  const cached = byProgram.get(program.id)
  if (cached && cached.until > performance.now()) return cached.listeners
  const rows = await db
    .selectFrom('gw_webhooks')
    .select(['id', 'state', 'types'])
    .where('program', '=', program.id)
    .execute()
  const listeners = rows.map(({ id, state, types }) => ({
    id,
    isOn: state === 'on',
    types: JSON.parse(types) as string[],
  }))
  byProgram.set(program.id, { until: performance.now() + staleness, listeners })
  return listeners
}

/** To be called after a webhook was changed: this process knows at once. */
export function forgetListeners({ store, program }: Context): void {
  known.get(store)?.delete(program.id)
}

/** Whether a webhook asked for messages of this type. */
export const wants = ({ types }: Listener, type: string): boolean =>
  types.length === 0 || types.includes(type)
