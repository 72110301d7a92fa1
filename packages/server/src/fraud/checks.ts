import type { Reward } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { inChunks } from '../store/transaction.ts'
import { explainCase } from './explain.ts'
import type { Evidence } from './finding.ts'
import { groupBy } from './groups.ts'

type Check = NonNullable<Reward['checks']>[number]

/** Why a person should look at these orders, by key, for those that nobody has decided about. */
export async function checksOf(
  { store, program }: Context,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Check[]>> {
  const rows = await inChunks(keys, (some) =>
    store.db
      .selectFrom('gw_cases')
      .select(['order_key', 'reason', 'evidence'])
      .where('program', '=', program.id)
      .where('order_key', 'in', some)
      .where('state', '=', 'open')
      .orderBy('reason')
      .execute(),
  )
  const groups = groupBy(rows, ({ order_key: key }) => key)
  return new Map(
    [...groups].map(([key, cases]) => [
      key,
      cases.map(({ reason, evidence }) => ({
        reason,
        says: explainCase({ reason, evidence: JSON.parse(evidence) as Evidence }),
      })),
    ]),
  )
}
