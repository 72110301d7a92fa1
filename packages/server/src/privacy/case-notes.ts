import { sql } from 'kysely'
import type { Write } from '../store/transaction.ts'
import type { Traces } from './traces.ts'

/**
 * Takes away what reviewers wrote about a person: of cases that name them, and of all that are about an order of theirs,
 * of a friend whom they brought, or that came by their code or browser. Not every case says whom it is about.
 */
export async function forgetNotes(
  tx: Write,
  program: string,
  person: string,
  { codes, visitors }: Traces,
): Promise<void> {
  const orders = tx
    .selectFrom('gw_ledger')
    .select(sql<string>`name || ':' || order_ref`.as('order_key'))
    .where('program', '=', program)
    .where('type', '=', 'conversion')
    .where((eb) =>
      eb.or([
        eb('person', '=', person),
        eb(
          'person',
          'in',
          eb
            .selectFrom('gw_bonds')
            .select('friend')
            .where('program', '=', program)
            .where('referrer', '=', person),
        ),
        ...(codes.length > 0 ? [eb('code', 'in', codes)] : []),
        ...(visitors.length > 0 ? [eb('visitor', 'in', visitors)] : []),
      ]),
    )
  await tx
    .updateTable('gw_cases')
    .set({ note: null })
    .where('program', '=', program)
    .where('note', 'is not', null)
    .where((eb) =>
      eb.or([eb('friend', '=', person), eb('referrer', '=', person), eb('order_key', 'in', orders)]),
    )
    .execute()
}
