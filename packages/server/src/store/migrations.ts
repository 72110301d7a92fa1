import type { Transaction } from 'kysely'
import { createSpine } from './migrations/0001-spine.ts'
import { createClock } from './migrations/0007-clock.ts'
import type { Tables } from './tables.ts'

/** One step of the tables’ history. */
export interface Migration {
  readonly name: string
  up(db: Transaction<Tables>): Promise<void>
}

/**
 * Forward only, run in order, never edited once released. They keep to what SQLite, PostgreSQL and Citus share: every
 * primary and unique key begins with `program`.
 */
export const migrations: readonly Migration[] = [
  { name: '0001-spine', up: createSpine },
  { name: '0007-clock', up: createClock },
]
