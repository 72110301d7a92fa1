import type { Context } from '../backend/context.ts'
import { inChunks, write, type Write } from '../store/transaction.ts'
import { findMailKey, readLeaveToken } from './mail-key.ts'

/** Milliseconds in which an address gets one mail of a program, however many people invite it. */
export const remailAfter = 30 * 86_400_000

/**
 * Those of the addresses (hashes) that may be written to now, and are taken to be from here on: one statement, so that
 * of two who ask at once one is told no.
 */
export async function passGuard(
  tx: Write,
  { program: { id: program }, now }: Context,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const time = now()
  const sorted = [...new Set(addresses)].toSorted()
  const passed = await inChunks(sorted, (some) =>
    tx
      .insertInto('gw_mail_guards')
      .values(some.map((address) => ({ program, address, mailed_at: time, refused_at: null })))
      .onConflict((conflict) =>
        conflict
          .columns(['program', 'address'])
          .doUpdateSet({ mailed_at: time })
          .where('gw_mail_guards.refused_at', 'is', null)
          .where('gw_mail_guards.mailed_at', '<=', time - remailAfter),
      )
      .returning('address')
      .execute(),
  )
  return new Set(passed.map(({ address }) => address))
}

/** Whether a link that ends mails is one of ours; changes nothing. */
export async function isLeaveToken(context: Context, token: string): Promise<boolean> {
  return (await addressOf(context, token)) !== undefined
}

/** Writes to this address no more, for ever; false for a token that we did not make. */
export async function leave(context: Context, token: string): Promise<boolean> {
  const address = await addressOf(context, token)
  if (address === undefined) return false
  const { store, program, now } = context
  const time = now()
  await write(store, (tx) =>
    tx
      .insertInto('gw_mail_guards')
      .values({ program: program.id, address, mailed_at: time, refused_at: time })
      .onConflict((conflict) => conflict.columns(['program', 'address']).doUpdateSet({ refused_at: time }))
      .execute(),
  )
  return true
}

async function addressOf(context: Context, token: string): Promise<string | undefined> {
  const secret = await findMailKey(context.store.db, context)
  return secret === undefined ? undefined : readLeaveToken(secret, token)
}
