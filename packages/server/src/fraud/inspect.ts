import type { Client } from '@goodword/adapters'
import type { EventOf } from '@goodword/program'
import type { Write } from '../store/transaction.ts'
import type { Context } from '../backend/context.ts'
import type { Person } from '../backend/people.ts'

/** A conversion that is about to be written, and what is known of where it came from. */
export interface Suspect {
  readonly event: EventOf<'conversion'>
  readonly friend: Person
  readonly source: 'browser' | 'server'
  readonly client?: Client | undefined
}

/** Why conversions should be looked at by a person first: event id → reason code. */
export async function inspect(
  _tx: Write,
  _context: Context,
  _suspects: readonly Suspect[],
): Promise<ReadonlyMap<string, string>> {
  return new Map()
}
