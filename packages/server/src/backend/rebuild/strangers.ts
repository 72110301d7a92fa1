import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import type { Difference } from './difference.ts'

/** Rows about people whom nobody knows, and orders that nobody reported: the ledger can have made none of them. */
export async function checkStrangers(tx: Write, { program }: Context): Promise<Difference[]> {
  const rewards = await tx
    .selectFrom('gw_rewards as row')
    .leftJoin('gw_people as person', (join) =>
      join.onRef('person.program', '=', 'row.program').onRef('person.id', '=', 'row.participant'),
    )
    .select(['row.id', 'row.state'])
    .where('row.program', '=', program.id)
    .where('person.id', 'is', null)
    .execute()
  const bonds = await tx
    .selectFrom('gw_bonds as row')
    .leftJoin('gw_people as person', (join) =>
      join.onRef('person.program', '=', 'row.program').onRef('person.id', '=', 'row.friend'),
    )
    .select(['row.friend', 'row.referrer'])
    .where('row.program', '=', program.id)
    .where('person.id', 'is', null)
    .execute()
  const orders = await tx
    .selectFrom('gw_orders as row')
    .select(['row.name', 'row.order_ref', 'row.friend', 'row.state'])
    .where('row.program', '=', program.id)
    .where('row.state', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('gw_ledger')
            .select('gw_ledger.id')
            .where('gw_ledger.program', '=', program.id)
            .where('gw_ledger.type', '=', 'conversion')
            .whereRef('gw_ledger.order_ref', '=', 'row.order_ref')
            .whereRef('gw_ledger.name', '=', 'row.name'),
        ),
      ),
    )
    .execute()
  return [
    ...orders.map(
      ({ name, order_ref: order, ...stored }) =>
        ({ table: 'gw_orders', key: { name, order_ref: order }, stored, expected: null }) as const,
    ),
    ...rewards.map(
      ({ id, ...stored }) => ({ table: 'gw_rewards', key: { id }, stored, expected: null }) as const,
    ),
    ...bonds.map(
      ({ friend, ...stored }) => ({ table: 'gw_bonds', key: { friend }, stored, expected: null }) as const,
    ),
  ]
}
