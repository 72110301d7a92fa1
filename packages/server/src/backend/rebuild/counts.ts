import type { Close } from '@goodword/program'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { readDecision } from '../decision-row.ts'
import { compareRows, type Difference, type Row } from './difference.ts'

/** Counts visits and shares by code again. */
export async function checkTallies(tx: Write, { program }: Context): Promise<Difference[]> {
  const counted = await tx
    .selectFrom('gw_ledger')
    .select(['code', 'type'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('program', '=', program.id)
    .where('type', 'in', ['visit', 'share'])
    .where('code', 'is not', null)
    .groupBy(['code', 'type'])
    .execute()
  const tallies = new Map<string, { code: string; visits: number; shares: number }>()
  for (const { code, type, count } of counted) {
    const tally = tallies.get(code!) ?? { code: code!, visits: 0, shares: 0 }
    tally[type === 'visit' ? 'visits' : 'shares'] = count
    tallies.set(code!, tally)
  }
  const stored = await tx
    .selectFrom('gw_tallies')
    .select('code')
    .select((eb) => [eb.fn.sum<number>('visits').as('visits'), eb.fn.sum<number>('shares').as('shares')])
    .where('program', '=', program.id)
    .groupBy('code')
    .execute()
  return compareRows('gw_tallies', ['code'], stored, [...tallies.values()])
}

/** Who has won what, by the rows that decided it. */
export async function checkPlaces(tx: Write, { program }: Context): Promise<Difference[]> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .selectAll()
    .where('program', '=', program.id)
    .where('type', '=', 'close')
    .execute()
  const closes = rows.map(readDecision).filter((row): row is Close => row?.type === 'close')
  const expected = closes.flatMap(({ incentive, period, winners }): Row[] =>
    [...new Set(winners)].map((person) => ({ person, incentive, period })),
  )
  const stored = await tx
    .selectFrom('gw_places')
    .select(['person', 'incentive', 'period'])
    .where('program', '=', program.id)
    .execute()
  return compareRows('gw_places', ['person', 'incentive', 'period'], stored, expected)
}
