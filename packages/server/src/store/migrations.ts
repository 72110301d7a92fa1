import type { Transaction } from 'kysely'
import { createSpine } from './migrations/0001-spine.ts'
import { createCounters } from './migrations/0002-counters.ts'
import { createOutbox } from './migrations/0003-outbox.ts'
import { createKeys } from './migrations/0004-keys.ts'
import { createFraud } from './migrations/0005-fraud.ts'
import { createPrivacy } from './migrations/0006-privacy.ts'
import { createClock } from './migrations/0007-clock.ts'
import { createCodes } from './migrations/0008-codes.ts'
import { indexOrders } from './migrations/0009-orders.ts'
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
  { name: '0002-counters', up: createCounters },
  { name: '0003-outbox', up: createOutbox },
  { name: '0004-keys', up: createKeys },
  { name: '0005-fraud', up: createFraud },
  { name: '0006-privacy', up: createPrivacy },
  { name: '0007-clock', up: createClock },
  { name: '0008-codes', up: createCodes },
  { name: '0009-orders', up: indexOrders },
]
