import type { Write } from '../store/transaction.ts'

/**
 * Forgets what receivers answered to messages about a person: a message names nobody while it waits here, but what was
 * sent did, and an answer may repeat it.
 */
export async function forgetAnswers(tx: Write, program: string, person: string): Promise<void> {
  await tx
    .updateTable('gw_deliveries')
    .set({ answer: null })
    .where('program', '=', program)
    .where('answer', 'is not', null)
    .where('message', 'in', (eb) =>
      eb
        .selectFrom('gw_outbox')
        .select('id')
        .where('program', '=', program)
        .where('body', 'like', `%"${person}"%`),
    )
    .execute()
}
