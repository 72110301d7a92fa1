import {
  closeWith,
  contestsOf,
  type CalendarPeriod,
  type Close,
  type Contest,
  type Standings,
} from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Job } from '../jobs/job.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { closeId } from './contest-place.ts'
import { standingsOf } from './contest-tally.ts'
import type { Context } from './context.ts'
import { rowOfDecision } from './decision-row.ts'
import { append } from './ledger.ts'
import { commitmentFor, seedFor } from './seeds.ts'
import { settle } from './settlement.ts'
import { settling } from './warming.ts'

const day = 86_400_000
/** How far back an event may lie, and a period be open: 13 months and the longest grace. */
const horizon = 470 * day

/**
 * Decides ranks and draws when their period and its grace are over, once: the row has one id, and whoever writes it first
 * has decided. Makes the secrets of draws at their periods' beginnings.
 */
export const closing: Job = {
  name: 'closing',
  every: 60_000,
  async run(context) {
    for (const contest of contestsOf(context.program)) {
      if (contest.kind === 'draw')
        await commitmentFor(context, contest.incentive, contest.periodAt(context.now()).key)
      for (const period of await openPeriods(context, contest)) {
        const standings = await standingsOf(context, contest, period)
        if (!standings) continue
        await close(context, contest, standings)
        return true
      }
    }
    return false
  },
}

/** The periods that may be closed and are not, the first one first, of those in which anything happened. */
async function openPeriods(context: Context, contest: Contest): Promise<CalendarPeriod[]> {
  const { store, program } = context
  const now = context.now()
  const first = await firstAfter(context, contest, now - horizon)
  if (first === undefined) return []
  const periods: CalendarPeriod[] = []
  for (
    let period = contest.periodAt(first);
    contest.closesAt(period) <= now;
    period = contest.periodAt(period.until + 1)
  )
    periods.push(period)
  const closed = await inChunks(periods, (some) =>
    store.db
      .selectFrom('gw_ledger')
      .select('id')
      .where('program', '=', program.id)
      .where(
        'id',
        'in',
        some.map(({ key }) => closeId(contest.incentive, key)),
      )
      .execute(),
  )
  const ids = new Set(closed.map(({ id }) => id))
  const busy: CalendarPeriod[] = []
  for (const period of periods) {
    if (ids.has(closeId(contest.incentive, period.key))) continue
    const next = await firstAfter(context, contest, period.from)
    if (next !== undefined && next <= period.until) busy.push(period)
  }
  return busy
}

/** When the first order, or entry, was that counts in a contest and is not before `from`. */
async function firstAfter(
  { store, program }: Context,
  { conversion, tickets }: Contest,
  from: number,
): Promise<number | undefined> {
  const order =
    conversion === undefined
      ? undefined
      : await store.db
          .selectFrom('gw_orders')
          .select('at')
          .where('program', '=', program.id)
          .where('at', '>=', from)
          .where('name', '=', conversion)
          .orderBy('at')
          .limit(1)
          .executeTakeFirst()
  const entry =
    tickets.length === 0
      ? undefined
      : await store.db
          .selectFrom('gw_rewards')
          .select('at')
          .where('program', '=', program.id)
          .where('at', '>=', from)
          .where('incentive', 'in', tickets)
          .orderBy('at')
          .limit(1)
          .executeTakeFirst()
  const times = [order?.at, entry?.at].filter((at) => at !== undefined && at !== null)
  return times.length > 0 ? Math.min(...times) : undefined
}

async function close(context: Context, contest: Contest, standings: Standings): Promise<void> {
  const { program, now } = context
  const seed = contest.kind === 'draw' ? await seedFor(context, contest.incentive, standings.period) : ''
  const row = closeWith(program, standings, now(), seed)
  await settling(context, async (tx) => {
    const added = await append(tx, context, [rowOfDecision(program.id, row, now())])
    if (!added.has(row.id)) return
    const { incentive, period, winners } = row
    await keepWinners(tx, program.id, row)
    const own = new Map(winners.map((winner) => [winner, [row]]))
    await settle(tx, context, new Set(winners), new Set(), own)
    const subject = `${incentive} ${period}`
    await audit(tx, context, {
      actor: 'goodword',
      action: 'contest.closed',
      subject,
      detail: { winners: winners.length },
    })
  })
}

async function keepWinners(
  tx: Write,
  program: string,
  { incentive, period, winners, draw }: Close,
): Promise<void> {
  await inChunks(new Set(winners), (some) =>
    tx
      .insertInto('gw_places')
      .values(some.map((person) => ({ program, person, incentive, period })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('person')
      .execute(),
  )
  await inChunks(draw?.entries ?? [], (some) =>
    tx
      .insertInto('gw_entries')
      .values(some.map((entry) => ({ program, incentive, period, ...entry })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('participant')
      .execute(),
  )
}
