import { sql } from 'kysely'
import type { Context } from './context.ts'
import { figureNames, type Figures } from './rollups.ts'
import type { RollupsTable } from '../store/tables.ts'

/** One day's figures under one name. Money is in minor units of the program's currency. */
export interface MetricsLine extends Figures {
  /** Midnight, UTC. */
  readonly day: number
  readonly kind: RollupsTable['kind']
  readonly name: string
}

const sums = sql.join(figureNames.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))

/**
 * The program in numbers, day by day (UTC), over everything and by channel, conversion, incentive and variant. Orders count
 * on the day they were made, whatever day they were told of; a refunded order counts no more.
 */
export async function metrics(
  { store, program }: Context,
  from: number,
  to: number,
): Promise<readonly MetricsLine[]> {
  const day = 86_400_000
  const { rows } = await sql<MetricsLine>`select day, kind, name, ${sums} from gw_rollups
    where program = ${program.id} and day >= ${Math.floor(from / day) * day} and day <= ${to}
    group by day, kind, name order by day, kind, name`.execute(store.db)
  return rows
}

/** All days together. */
export async function totals({ store, program }: Context): Promise<Figures> {
  const { rows } = await sql<Record<keyof Figures, number | null>>`select ${sums} from gw_rollups
    where program = ${program.id} and kind = 'all'`.execute(store.db)
  const found = rows[0]
  return Object.fromEntries(figureNames.map((name) => [name, found?.[name] ?? 0])) as Record<
    keyof Figures,
    number
  >
}
