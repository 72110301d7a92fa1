import { bulkLock } from '../store/bulk.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

const people = bulkLock(
  { person: 'text' },
  'select id from gw_people where program = :program and id = :person',
)
const referrers = bulkLock(
  { person: 'text' },
  'select person from gw_referrers where program = :program and person = :person',
)

/** Takes these people, sorted; whoever decides about one of them as a friend waits. */
export async function lockPeople(
  tx: Write,
  { store, program }: Context,
  keys: Iterable<string>,
): Promise<void> {
  await store.bulk(tx, people, program.id, sorted(keys))
}

/**
 * Takes people in both their parts, so that nobody else writes any of their rewards. It does not count up their revision:
 * what is known of them stays good.
 */
export async function lockParticipants(
  tx: Write,
  context: Context,
  keys: ReadonlySet<string>,
): Promise<void> {
  await lockPeople(tx, context, keys)
  await context.store.bulk(tx, referrers, context.program.id, sorted(keys))
}

const sorted = (keys: Iterable<string>) => [...keys].toSorted().map((person) => ({ person }))
