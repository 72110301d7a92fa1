import { invitedBy } from '../../outbox/invited-by.ts'
import { bulkSelect } from '../../store/bulk.ts'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import type { Taken } from './item.ts'

const visiting = bulkSelect(
  { visitor: 'text' },
  `select distinct visitor from gw_ledger
    where program = :program and visitor = :visitor and type = 'visit' and coalesce(code, '') <> ''`,
)
const ordering = bulkSelect(
  { person: 'text' },
  `select person from gw_ledger
    where program = :program and person = :person and type = 'conversion' limit 1`,
)

/**
 * Gives conversions the code of whoever invited the friend by mail, where nothing else says who brought them: no code
 * with the order, none that their browser came by, and no order before.
 */
export async function withInvitations(
  tx: Write,
  context: Context,
  conversions: readonly Taken[],
): Promise<readonly Taken[]> {
  const { store, program } = context
  const open = conversions.filter(
    ({ event }) => event.code === undefined && event.customer?.email !== undefined,
  )
  if (open.length === 0) return conversions
  const codes = await invitedBy(
    tx,
    context,
    open.flatMap(({ event }) => event.customer?.email ?? []),
  )
  const invited = open.filter(({ event }) => codes.has(event.customer?.email ?? ''))
  if (invited.length === 0) return conversions
  const visitors = invited.flatMap(({ event: { visitor } }) => (visitor === undefined ? [] : [{ visitor }]))
  const people = invited.flatMap(({ person }) => (person ? [{ person: person.id }] : []))
  const came = await store.bulk<{ visitor: string }>(tx, visiting, program.id, visitors)
  const ordered = await store.bulk<{ person: string }>(tx, ordering, program.id, people)
  const [byLink, known] = [
    new Set(came.map(({ visitor }) => visitor)),
    new Set(ordered.map(({ person }) => person)),
  ]
  const isTheirs = ({ event, person }: Taken): boolean =>
    !byLink.has(event.visitor ?? '') && !known.has(person?.id ?? '')
  const chosen = new Set(invited.filter(isTheirs))
  return conversions.map((item) => {
    const code = codes.get(item.event.customer?.email ?? '')
    return chosen.has(item) && code !== undefined ? { ...item, event: { ...item.event, code } } : item
  })
}
