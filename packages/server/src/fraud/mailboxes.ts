import type { Context } from '../backend/context.ts'
import { bulkInsert } from '../store/bulk.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { normaliseMailbox } from './mailbox.ts'
import type { Suspect } from './suspect.ts'
import { mailboxOf } from './trace.ts'

/** The e-mail that somebody ordered with. */
export const emailOf = ({ event, friend }: Suspect): string | undefined =>
  event.customer?.email ?? friend.email ?? undefined

const keeping = bulkInsert(
  'gw_mailboxes',
  { mailbox: 'text', person: 'text' },
  'on conflict (program, mailbox, person) do nothing',
)

/** Notes whose mailboxes these are, as hashes, so that a later order by another spelling is known. */
export async function keepMailboxes(
  tx: Write,
  context: Context,
  suspects: readonly Suspect[],
): Promise<void> {
  const { store, program } = context
  const rows = new Map<string, { mailbox: string; person: string }>()
  for (const suspect of suspects) {
    const mailbox = hashOf(context, suspect)
    const person = suspect.friend.id
    if (mailbox !== undefined) rows.set(`${mailbox} ${person}`, { mailbox, person })
  }
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await store.bulk(tx, keeping, program.id, sorted)
}

/** When somebody else with the same mailbox ordered first, by suspect. */
export async function ordersByMailbox(
  tx: Write,
  context: Context,
  suspects: readonly Suspect[],
): Promise<ReadonlyMap<Suspect, number>> {
  const hashes = new Set(suspects.flatMap((suspect) => hashOf(context, suspect) ?? []))
  const rows = await inChunks(hashes, (some) =>
    tx
      .selectFrom('gw_mailboxes')
      .innerJoin('gw_ledger', (join) =>
        join
          .onRef('gw_ledger.program', '=', 'gw_mailboxes.program')
          .onRef('gw_ledger.person', '=', 'gw_mailboxes.person')
          .on('gw_ledger.type', '=', 'conversion'),
      )
      .select((eb) => ['mailbox', 'gw_mailboxes.person', eb.fn.min<number>('gw_ledger.at').as('at')])
      .where('gw_mailboxes.program', '=', context.program.id)
      .where('mailbox', 'in', some)
      .groupBy(['mailbox', 'gw_mailboxes.person'])
      .execute(),
  )
  const first = new Map<Suspect, number>()
  for (const suspect of suspects) {
    const hash = hashOf(context, suspect)
    const others = rows.filter(({ mailbox, person }) => mailbox === hash && person !== suspect.friend.id)
    if (others.length > 0) first.set(suspect, Math.min(...others.map(({ at }) => at)))
  }
  return first
}

function hashOf(context: Context, suspect: Suspect): string | undefined {
  const email = emailOf(suspect)
  const mailbox = email === undefined ? undefined : normaliseMailbox(email)
  return mailbox === undefined ? undefined : mailboxOf(context, mailbox)
}
