import { createHash } from 'node:crypto'
import { createId } from '../backend/code.ts'
import type { Context } from '../backend/context.ts'
import type { AuditTable } from '../store/tables/audit.ts'
import type { Write } from '../store/transaction.ts'

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

/** What `audit` needs of a `Context`. */
export type AuditContext = Pick<Context, 'now' | 'random'> & { readonly program: { readonly id: string } }

/**
 * Adds to the audit log, in the transaction of the deed itself: both are written, or neither. It takes the program's
 * last lock, so call it after all else that locks.
 */
export async function audit(tx: Write, context: AuditContext, deed: Deed): Promise<void> {
  const program = context.program.id
  // Counting up is the lock: until this transaction ends, nobody else adds.
  const head = await tx
    .insertInto('gw_audit_heads')
    .values({ program, seq: 1, hash: '' })
    .onConflict((conflict) =>
      conflict.column('program').doUpdateSet((eb) => ({ seq: eb('gw_audit_heads.seq', '+', 1) })),
    )
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow()
  const row = {
    program,
    seq: head.seq,
    id: createId('a', context.random),
    at: context.now(),
    actor: deed.actor,
    action: deed.action,
    subject: deed.subject,
    detail: JSON.stringify(deed.detail ?? {}),
    previous: head.hash,
  }
  const hash = hashOf(row)
  await tx
    .insertInto('gw_audit')
    .values({ ...row, hash })
    .execute()
  await tx.updateTable('gw_audit_heads').set({ hash }).where('program', '=', program).execute()
}

/** SHA-256, in hex, of the row before and of this one as a JSON array in the order of its columns. */
export function hashOf(row: Omit<AuditTable, 'hash'>): string {
  const { program, seq, id, at, actor, action, subject, detail, previous } = row
  const text = JSON.stringify([previous, program, seq, id, at, actor, action, subject, detail])
  return createHash('sha256').update(text).digest('hex')
}
