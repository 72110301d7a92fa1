import type { Job } from '../jobs/job.ts'
import { write, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { keepCursor, readCursor } from './cursor.ts'
import { lockParticipants } from './person-lock.ts'
import { rewardAt } from './reward-list.ts'
import { writeRewards } from './reward-writing.ts'
import { settle } from './settlement.ts'
import { settling } from './warming.ts'

const day = 86_400_000
/** Orders, or rewards, of one transaction. */
const batch = 100
/** Milliseconds that an order may take from its server's clock to its commit. */
const overlap = 600_000

/** Seals the bonds of friends whose orders have ripened, and turns rewards that waited for that into due ones. */
export const ripening: Job = {
  name: 'ripening',
  every: 5_000,
  async run(context) {
    for (const rule of context.program.conversions)
      if (await sealRipe(context, rule.name, rule.holdDays * day)) return true
    return ripenRewards(context)
  },
}

/** What has ripened since the last run. An order that arrives later than it ripens is sealed as it arrives. */
async function sealRipe(context: Context, name: string, hold: number): Promise<boolean> {
  const { store, program } = context
  const cursor = `ripe:${name}`
  const until = context.now() - hold
  const known = await readCursor(store.db, program.id, cursor)
  const rows = await store.db
    .selectFrom('gw_orders')
    .select(['friend', 'at'])
    .where('program', '=', program.id)
    .where('name', '=', name)
    .where('state', '=', 'converted')
    .where('at', '>', known === undefined ? Number.MIN_SAFE_INTEGER : known - overlap)
    .where('at', '<=', until)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('gw_ledger')
            .select('gw_ledger.id')
            .where('gw_ledger.program', '=', program.id)
            .whereRef('gw_ledger.person', '=', 'gw_orders.friend')
            .where('gw_ledger.type', '=', 'seal'),
        ),
      ),
    )
    .orderBy('at')
    .limit(batch)
    .execute()
  const isIdle = rows.length === 0 && known !== undefined && until - known < overlap / 2
  if (isIdle) return false
  const friends = new Set(rows.flatMap(({ friend }) => friend ?? []))
  const isMore = rows.length === batch
  // A friend who cannot be sealed yet (their code is nobody's) must not stop those behind them.
  const reached = isMore ? rows.at(-1)!.at! + overlap : until
  await settling(context, async (tx) => {
    if (friends.size > 0) await settle(tx, context, friends)
    await keepCursor(tx, program.id, cursor, Math.max(known ?? Number.MIN_SAFE_INTEGER, reached))
  })
  return isMore
}

/** Rewards that only waited for time, as they stand now. */
async function ripenRewards(context: Context): Promise<boolean> {
  const { store, program } = context
  const now = context.now()
  const select = (tx: Pick<Write, 'selectFrom'>) =>
    tx
      .selectFrom('gw_rewards')
      .selectAll()
      .where('program', '=', program.id)
      .where('state', '=', 'pending')
      .where('due', '<=', now)
  const ripe = await select(store.db).orderBy('due').limit(batch).execute()
  if (ripe.length === 0) return false
  await write(store, async (tx) => {
    await lockParticipants(tx, context, new Set(ripe.map(({ participant }) => participant)))
    const still = await select(tx)
      .where(
        'id',
        'in',
        ripe.map(({ id }) => id),
      )
      .execute()
    await writeRewards(
      tx,
      context,
      still.map((row) => rewardAt(row, now)),
    )
  })
  return ripe.length === batch
}
