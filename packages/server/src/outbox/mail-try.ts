import type { Context } from '../backend/context.ts'
import { write } from '../store/transaction.ts'
import type { Claim } from './claim.ts'
import type { Mail } from './mail.ts'
import type { Mailer } from './mailer.ts'
import { settleTry } from './outcome.ts'

/** Sends one mail, once, and writes what came of it; what was sent, or never will be, is forgotten. */
export async function tryMail(context: Context, claim: Claim, mailer: Mailer): Promise<void> {
  const { message } = claim
  const mail = JSON.parse(message.body) as Partial<Mail>
  // Erased while it waited.
  const isThere = mail.to !== undefined
  const { verdict, trace } = isThere
    ? await mailer.send(mail as Mail, message.id)
    : ({ verdict: { type: 'refused' }, trace: { error: 'It was erased.' } } as const)
  await write(context.store, async (tx) => {
    const state = await settleTry(tx, context, claim, verdict, trace)
    if (state === 'waiting' || state === 'lost') return
    await tx
      .updateTable('gw_outbox')
      .set({ body: '{}' })
      .where('program', '=', message.program)
      .where('id', '=', message.id)
      .execute()
  })
}
