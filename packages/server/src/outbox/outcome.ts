import { sql, type Updateable } from 'kysely'
import type { Context } from '../backend/context.ts'
import type { DeliveriesTable } from '../store/tables/outbox.ts'
import type { Write } from '../store/transaction.ts'
import type { Claim } from './claim.ts'
import { nextTry } from './schedule.ts'

/** What a try came to. */
export type Verdict =
  | { readonly type: 'delivered' }
  /** `retryAfter` in milliseconds. */
  | { readonly type: 'failed'; readonly retryAfter?: number | undefined }
  /** No try would change it. */
  | { readonly type: 'refused' }

/** What the receiver said, for the owner to read. */
export interface Trace {
  readonly status?: number | undefined
  readonly error?: string | undefined
  readonly answer?: string | undefined
}

/**
 * Writes what a try came to, and when the next one is; says whether there will be none. Only while the claim is still
 * ours: somebody whose lease has ended must not overwrite what the next one found.
 */
export async function settleTry(
  tx: Write,
  { now, random }: Context,
  { delivery }: Claim,
  verdict: Verdict,
  { status, error, answer }: Trace,
): Promise<'delivered' | 'waiting' | 'dead' | 'lost'> {
  const { program, id, leased_until: leasedUntil } = delivery
  const tries = delivery.tries + 1
  const time = now()
  const due =
    verdict.type === 'failed'
      ? nextTry({ tries, retryAfter: verdict.retryAfter }, time, () => fraction(random))
      : undefined
  const state = verdict.type === 'delivered' ? 'delivered' : due === undefined ? 'dead' : 'waiting'
  const news: Updateable<DeliveriesTable> = {
    tries,
    tried_at: time,
    leased_until: 0,
    status: status ?? null,
    error: error ?? null,
    answer: answer ?? null,
    ...(due !== undefined && { due }),
  }
  const kept = await tx
    .updateTable('gw_deliveries')
    .set({
      ...news,
      // Its webhook may have been switched off meanwhile.
      state:
        state === 'waiting'
          ? sql<'dead' | 'waiting'>`case when state = 'dead' then 'dead' else 'waiting' end`
          : state,
    })
    .where('program', '=', program)
    .where('id', '=', id)
    .where('leased_until', '=', leasedUntil)
    .returning('state')
    .executeTakeFirst()
  return kept?.state ?? 'lost'
}

/** A number from 0 to 1 of unguessable bytes. */
const fraction = (random: Context['random']): number => Buffer.from(random(2)).readUInt16BE() / 65_536
