import type { Write } from '../store/transaction.ts'
import type { Context } from '../backend/context.ts'

/** What somebody did who may. */
export interface Deed {
  /** Who: a key's id, or the name that the owner gave. */
  readonly actor: string
  /** What, e.g. `reward.granted`. */
  readonly action: string
  /** To what, e.g. a reward's id; nothing that names a person. */
  readonly subject: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Adds to the audit log, in the transaction of the deed itself. */
export async function audit(_tx: Write, _context: Context, _deed: Deed): Promise<void> {}
