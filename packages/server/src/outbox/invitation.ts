import type { Invitation, InviteReceipt, ParticipantKey } from '@goodword/adapters'
import { customerSchema } from '@goodword/program'
import * as v from 'valibot'
import { isStorable, type Context } from '../backend/context.ts'
import { participant, requireParticipant } from '../backend/enrolment.ts'
import { emailKey, type Enrolled } from '../backend/people.ts'
import { write, type Write } from '../store/transaction.ts'
import { composeInvitation, hasLink } from './invitation-mail.ts'
import { passGuard } from './mail-guard.ts'
import { createLeaveToken, hashAddress, requireMailKey } from './mail-key.ts'
import { writeMail } from './owner-mail.ts'

/** Mails that one participant can have sent within 24 hours. */
const mostPerDay = 20
const day = 86_400_000
const longestMessage = 500

interface Wanted {
  readonly index: number
  readonly email: string
  readonly message: string | undefined
  readonly address: string
}

/**
 * Invites friends by mail: one mail per address and program in 30 days however many ask for it, 20 a day for each
 * participant, none to whoever wants no more. `sent` is a mail that is queued on disk.
 *
 * Reasons: `email-invalid`, `message-invalid` (over 500 characters), `message-has-link`, `own-address`, `twice`,
 * `daily-limit`, and `not-now` for an address that was invited already, by anybody, or that asked for no more: which of
 * these it is, is nobody's business. Rejects with `participant-unknown`.
 */
export async function invite(
  context: Context,
  publicUrl: string,
  who: ParticipantKey,
  invitations: readonly Invitation[],
): Promise<readonly InviteReceipt[]> {
  const referrer = await requireParticipant(context, who)
  const key = await requireMailKey(context)
  const link = (await participant(context, { code: referrer.code }))?.link ?? publicUrl
  const seen = new Set<string>()
  const judged = invitations.map((invitation, index): InviteReceipt | Wanted => {
    const { email, message } = invitation
    const refusal = refuse(invitation, referrer, seen)
    if (refusal) return { email, ...refusal }
    const line = message?.trim() || undefined
    return { index, email: email.trim(), message: line, address: hashAddress(key, email) }
  })
  const wanted = judged.filter((one) => 'index' in one)
  const outcome = new Map<number, Omit<InviteReceipt, 'email'>>()
  await write(context.store, async (tx) => {
    outcome.clear()
    const room = mostPerDay - (await invitedToday(tx, context, referrer))
    // Who is past the limit is not asked about: the limit must not become a way to learn who was invited.
    for (const { index } of wanted.slice(Math.max(0, room)))
      outcome.set(index, { status: 'skipped', reason: 'daily-limit' })
    const asked = wanted.slice(0, Math.max(0, room))
    const passed = await passGuard(
      tx,
      context,
      asked.map(({ address }) => address),
    )
    for (const { index, address } of asked)
      outcome.set(index, passed.has(address) ? { status: 'sent' } : { status: 'skipped', reason: 'not-now' })
    const sent = asked.filter(({ address }) => passed.has(address))
    await keep(tx, context, referrer, asked, passed)
    await writeMail(
      tx,
      context,
      'invitation',
      sent.map(({ email, message, address }) =>
        composeInvitation({
          program: context.program,
          referrer,
          link,
          to: email,
          message,
          unsubscribe: `${publicUrl}/v1/${context.program.id}/unsubscribe?token=${createLeaveToken(key, address)}`,
        }),
      ),
    )
  })
  return judged.map((one) => ('index' in one ? { email: one.email, ...outcome.get(one.index)! } : one))
}

function refuse(
  { email, message, name }: Invitation,
  referrer: Enrolled,
  seen: Set<string>,
): Omit<InviteReceipt, 'email'> | undefined {
  const failed = (reason: string) => ({ status: 'failed', reason }) as const
  const skipped = (reason: string) => ({ status: 'skipped', reason }) as const
  if (!v.is(customerSchema, { email }) || !isStorable(email)) return failed('email-invalid')
  const isText = (value: unknown) => value === undefined || (typeof value === 'string' && isStorable(value))
  if (!isText(message) || !isText(name) || (message ?? '').length > longestMessage)
    return failed('message-invalid')
  if (message !== undefined && hasLink(message)) return failed('message-has-link')
  const key = emailKey(email)
  if (key === referrer.email_key) return skipped('own-address')
  if (seen.has(key)) return skipped('twice')
  seen.add(key)
  return undefined
}

/** Locks the participant first: of two calls at once, the second counts what the first sent. */
async function invitedToday(tx: Write, { program, now }: Context, { id }: Enrolled): Promise<number> {
  await tx
    .updateTable('gw_people')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('program', '=', program.id)
    .where('id', '=', id)
    .execute()
  const { count } = await tx
    .selectFrom('gw_invitations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('program', '=', program.id)
    .where('participant', '=', id)
    .where('at', '>', now() - day)
    .executeTakeFirstOrThrow()
  return count
}

/** Every address that was asked about counts for the day, whether it got a mail or not: nobody tries out a list. */
async function keep(
  tx: Write,
  { program, now }: Context,
  { id, code }: Enrolled,
  asked: readonly Wanted[],
  passed: ReadonlySet<string>,
): Promise<void> {
  if (asked.length === 0) return
  const at = now()
  await tx
    .insertInto('gw_invitations')
    .values(
      asked.map(({ address }) => ({
        program: program.id,
        address,
        participant: id,
        code,
        at,
        mailed_at: passed.has(address) ? at : null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['program', 'address', 'participant']).doUpdateSet((eb) => ({
        at,
        code,
        mailed_at: eb.fn.coalesce('excluded.mailed_at', 'gw_invitations.mailed_at'),
      })),
    )
    .execute()
}
