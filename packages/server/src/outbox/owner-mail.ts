import type { Context } from '../backend/context.ts'
import type { Write } from '../store/transaction.ts'
import { deliveryOf, messageOf, writeMessages } from './announce.ts'
import type { Mail } from './mail.ts'

/** The receiver of deliveries that are mails. */
export const mailReceiver = 'mail'

/** Tells the owner by mail that a webhook was switched off; nothing without an address of theirs. */
export async function announceToOwner(
  tx: Write,
  context: Context,
  {
    webhook,
    host,
    reason,
  }: { readonly webhook: string; readonly host: string; readonly reason: 'gone' | 'failing' },
  owner: string | undefined,
): Promise<void> {
  if (owner === undefined) return
  const { name } = context.program
  const why = reason === 'gone' ? 'it answered 410 Gone' : 'it has failed for more than five days'
  const mail: Mail = {
    to: owner,
    from: 'Goodword',
    subject: `The webhook at ${host} was switched off`,
    paragraphs: [
      `The webhook ${webhook} of ${name} at ${host} was switched off, because ${why}.`,
      'What happened since then is kept for 30 days. Mend the receiver, switch the webhook on again, and replay it from the time that it failed.',
    ],
  }
  await writeMail(tx, context, 'webhook.disabled', [mail])
}

/** Queues mails, in the transaction that decided to send them. */
export async function writeMail(
  tx: Write,
  context: Context,
  type: string,
  mails: readonly Mail[],
): Promise<void> {
  const at = context.now()
  const messages = mails.map((mail) => messageOf(context, { type: `mail.${type}`, at, data: { ...mail } }))
  await writeMessages(
    tx,
    messages,
    messages.map((message) => deliveryOf(message, mailReceiver, at)),
  )
}
