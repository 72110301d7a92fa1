import type { Page, PageQuery } from '@goodword/adapters'
import type { Kysely } from 'kysely'
import type { Context } from '../backend/context.ts'
import { pageFrom, parsePage } from '../backend/paging.ts'
import type { Tables } from '../store/tables.ts'
import { hashOf } from './audit.ts'

/** A line of the audit log. */
export interface AuditLine {
  readonly id: string
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  /** SHA-256 of this line and the hash before it, see `hashOf`. */
  readonly hash: string
}

/** Where a log ended once: whoever keeps it elsewhere can tell later that nothing before it was changed. */
export interface AuditHead {
  readonly seq: number
  readonly hash: string
}

/** What became of checking a log. */
export interface AuditVerdict extends AuditHead {
  readonly ok: boolean
  /** The first line that is wrong, and how. */
  readonly broken?: { readonly seq: number; readonly why: string }
}

/** The owner's audit log. */
export interface AuditTool {
  /** Newest first. Rejects with `query-invalid`. */
  list(page?: PageQuery): Promise<Page<AuditLine>>
  /** Reads the whole log, and says whether it is as it was written. */
  verify(): Promise<AuditVerdict>
}

/** The log of one program. */
export const auditTool = (context: Context): AuditTool => ({
  list: (page) => listAudit(context, page),
  verify: () => verifyAudit(context.store.db, context.program.id),
})

async function listAudit({ store, program }: Context, query?: PageQuery): Promise<Page<AuditLine>> {
  const paging = parsePage(query)
  const { after } = paging
  const rows = await store.db
    .selectFrom('gw_audit')
    .selectAll()
    .where('program', '=', program.id)
    .$if(after !== undefined, (select) => select.where('seq', '<', after!.at))
    .orderBy('seq', 'desc')
    .limit(paging.limit + 1)
    .execute()
  // The place in the log is its number: times may be equal.
  const places = rows.map((row) => ({ at: row.seq, id: row.id, row }))
  return pageFrom(places, paging, ({ row }) => {
    const { id, seq, at, actor, action, subject, hash } = row
    const detail = JSON.parse(row.detail) as AuditLine['detail']
    return { id, seq, at, actor, action, subject, detail, hash }
  })
}

/** Lines that are read at once. */
const batch = 1000

/**
 * Checks a program's log from its first line to its head: every line's hash, the link to the one before, no gap, and an
 * end where the head says. With `known`, a head from before, also that the log still goes through it.
 */
export async function verifyAudit(
  db: Kysely<Tables>,
  program: string,
  known?: AuditHead,
): Promise<AuditVerdict> {
  const head = (await db
    .selectFrom('gw_audit_heads')
    .select(['seq', 'hash'])
    .where('program', '=', program)
    .executeTakeFirst()) ?? { seq: 0, hash: '' }
  let last: AuditHead = { seq: 0, hash: '' }
  const broken = (seq: number, why: string): AuditVerdict => ({ ok: false, ...last, broken: { seq, why } })
  // What is added while this reads lies past the head, and is left to the next time.
  while (last.seq < head.seq) {
    const rows = await db
      .selectFrom('gw_audit')
      .selectAll()
      .where('program', '=', program)
      .where('seq', '>', last.seq)
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .limit(batch)
      .execute()
    if (rows.length === 0) return broken(last.seq + 1, 'missing')
    for (const row of rows) {
      if (row.seq !== last.seq + 1) return broken(last.seq + 1, 'missing')
      if (row.previous !== last.hash) return broken(row.seq, 'does not follow the line before it')
      if (row.hash !== hashOf(row)) return broken(row.seq, 'changed')
      last = { seq: row.seq, hash: row.hash }
      if (known?.seq === row.seq && known.hash !== row.hash)
        return broken(row.seq, 'not the line that was there')
    }
  }
  if (last.hash !== head.hash) return broken(head.seq, 'not what the head says')
  if (known && known.seq > last.seq) return broken(last.seq + 1, 'missing')
  return { ok: true, ...last }
}
