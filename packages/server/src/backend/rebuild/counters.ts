import type { ReferralEvent } from '@goodword/program'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { countEvent, figureNames, type Sums } from '../rollups.ts'
import { compareRows, type Difference, type Row } from './difference.ts'

/** Compares what people have in money; `balances` are those that are not nothing. */
export async function checkBalances(
  tx: Write,
  { program }: Context,
  balances: ReadonlyMap<string, { readonly earned: number; readonly coming: number }>,
): Promise<Difference[]> {
  const stored = await tx
    .selectFrom('gw_balances')
    .select(['person', 'earned', 'coming'])
    .where('program', '=', program.id)
    .execute()
  const expected = [...balances].map(([person, balance]) => ({ person, ...balance }))
  return compareRows(
    'gw_balances',
    ['person'],
    stored.filter(({ person, earned, coming }) => balances.has(person) || earned !== 0 || coming !== 0),
    expected,
  )
}

/** Compares how many referrers have how many friends. */
export async function checkRanks(
  tx: Write,
  { program }: Context,
  ranks: ReadonlyMap<number, number>,
): Promise<Difference[]> {
  const stored = await tx
    .selectFrom('gw_ranks')
    .select('friends')
    .select((eb) => eb.fn.sum<number>('referrers').as('referrers'))
    .where('program', '=', program.id)
    .groupBy('friends')
    .execute()
  const expected = [...ranks].map(([friends, referrers]) => ({ friends, referrers }))
  return compareRows(
    'gw_ranks',
    ['friends'],
    stored.filter(({ friends, referrers }) => ranks.has(friends) || referrers !== 0),
    expected,
  )
}

/**
 * Compares the roll-ups; `sums` has what orders and rewards come to. Everything else is counted here, from the ledger's
 * events and from who takes part.
 */
export async function checkRollups(tx: Write, context: Context, sums: Sums): Promise<Difference[]> {
  const program = context.program.id
  for await (const events of eventsOf(tx, program)) for (const event of events) sums.add(countEvent(event))
  for await (const times of enrolmentsOf(tx, program))
    for (const at of times) sums.add([{ at, kind: 'all', name: '', participants: 1 }])
  let query = tx
    .selectFrom('gw_rollups')
    .select(['day', 'kind', 'name'])
    .where('program', '=', program)
    .groupBy(['day', 'kind', 'name'])
  for (const figure of figureNames) query = query.select((eb) => eb.fn.sum<number>(eb.ref(figure)).as(figure))
  const stored = (await query.execute()) as Row[]
  const isSomething = (row: Row): boolean => figureNames.some((name) => row[name] !== 0)
  return compareRows(
    'gw_rollups',
    ['day', 'kind', 'name'],
    stored.filter(isSomething),
    sums.rows() as unknown[] as Row[],
  )
}

/** Rows that are read in one piece. */
const piece = 1000

async function* eventsOf(tx: Write, program: string): AsyncGenerator<readonly ReferralEvent[]> {
  for (let after = ''; ;) {
    const rows = await tx
      .selectFrom('gw_ledger')
      .select(['id', 'type', 'at', 'name', 'body'])
      .where('program', '=', program)
      .where('id', '>', after)
      .orderBy('id')
      .limit(piece)
      .execute()
    yield rows.map(
      ({ body, name, ...row }) =>
        ({ ...(JSON.parse(body) as object), ...row, ...(name !== null && { name }) }) as ReferralEvent,
    )
    const last = rows.at(-1)
    if (!last || rows.length < piece) return
    after = last.id
  }
}

async function* enrolmentsOf(tx: Write, program: string): AsyncGenerator<readonly number[]> {
  for (let after = ''; ;) {
    const rows = await tx
      .selectFrom('gw_people')
      .select(['id', 'enrolled_at', 'created_at'])
      .where('program', '=', program)
      .where('code', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(piece)
      .execute()
    yield rows.map(({ enrolled_at: at, created_at: made }) => at ?? made)
    const last = rows.at(-1)
    if (!last || rows.length < piece) return
    after = last.id
  }
}
