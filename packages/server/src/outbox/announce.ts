import type { Write } from '../store/transaction.ts'
import type { Context } from '../backend/context.ts'

/** Something that the owner's systems may want to hear of. */
export interface News {
  /** E.g. `reward.due`. */
  readonly type: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Writes news for everybody who wants it, in the transaction that made it true. */
export async function announce(_tx: Write, _context: Context, _news: readonly News[]): Promise<void> {}
