import type { Context } from '../backend/context.ts'
import type { Job } from '../jobs/job.ts'
import { inChunks, write, type Write } from '../store/transaction.ts'
import { factsOf } from './ledger-facts.ts'

const day = 86_400_000

/** How long what is kept beside the facts stays, in days. */
export interface RetentionOptions {
  /**
   * Addresses of visits, and which browser they came from where it never ordered anything. Never less than the
   * program's attribution window. @default 396, which is 13 months
   */
  readonly visits?: number
  /** Keyed hashes of network addresses and devices. @default 14, the life of their keys */
  readonly traces?: number
  /** Rows that one run looks at. @default 2000 */
  readonly batch?: number
}

/**
 * A job that reduces old visits to what counts, and forgets old traces. It walks through the tables by their keys, a
 * bounded number of rows at a time, from where it stopped; once a day from the beginning. Nothing that a bond, a reward
 * or a count rests on is touched.
 */
export const retentionJob = (options: RetentionOptions = {}): Job => ({
  name: 'privacy-retention',
  every: 3_600_000,
  run: (context) => sweep(context, options),
})

async function sweep(
  context: Context,
  { visits = 396, traces = 14, batch = 2000 }: RetentionOptions,
): Promise<boolean> {
  const { store, program, now } = context
  const days = Math.max(visits, program.attribution.days)
  const isMore = await write(store, (tx) =>
    walk(tx, context, 'visits', (after) => reduceVisits(tx, program.id, now() - days * day, after, batch)),
  )
  const isEvenMore = await write(store, (tx) =>
    walk(tx, context, 'traces', (after) => forgetTraces(tx, program.id, now() - traces * day, after, batch)),
  )
  return isMore || isEvenMore
}

/** One stretch of a walk: `step` answers with the last key that it looked at, `undefined` at the end. */
async function walk(
  tx: Write,
  { program, now }: Context,
  name: string,
  step: (after: string) => Promise<string | undefined>,
): Promise<boolean> {
  const at = now()
  const known = await tx
    .selectFrom('gw_sweeps')
    .selectAll()
    .where('program', '=', program.id)
    .where('name', '=', name)
    .executeTakeFirst()
  const isFinished = known?.place === finished
  if (isFinished && at - known.began_at < day) return false
  const isNew = !known || isFinished
  const last = await step(isNew ? '' : known.place)
  const place = last ?? finished
  const began_at = isNew ? at : known.began_at
  await tx
    .insertInto('gw_sweeps')
    .values({ program: program.id, name, place, began_at })
    .onConflict((conflict) => conflict.columns(['program', 'name']).doUpdateSet({ place, began_at }))
    .execute()
  return last !== undefined
}

/** No key is empty, and none has a space. */
const finished = ' '

async function reduceVisits(
  tx: Write,
  program: string,
  before: number,
  after: string,
  batch: number,
): Promise<string | undefined> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .select(['id', 'type', 'at', 'visitor', 'body'])
    .where('program', '=', program)
    .where('id', '>', after)
    .orderBy('id')
    .limit(batch)
    .execute()
  const old = rows.filter(({ type, at }) => type === 'visit' && at < before)
  const byBody = new Map<string, string[]>()
  for (const { id, type, body } of old) {
    const facts = factsOf(type, body, {})
    if (facts !== body)
      byBody
        .set(facts, byBody.get(facts) ?? [])
        .get(facts)!
        .push(id)
  }
  for (const [body, some] of byBody)
    await inChunks(some, (few) =>
      tx
        .updateTable('gw_ledger')
        .set({ body })
        .where('program', '=', program)
        .where('id', 'in', few)
        .execute(),
    )
  await forgetVisitors(tx, program, before, new Set(old.flatMap(({ visitor }) => visitor ?? [])))
  return rows.length < batch ? undefined : rows.at(-1)!.id
}

/** Only of browsers that ordered nothing, and were not seen since: whoever ordered may be bound by any visit. */
async function forgetVisitors(
  tx: Write,
  program: string,
  before: number,
  visitors: ReadonlySet<string>,
): Promise<void> {
  const needed = await inChunks(visitors, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select('visitor')
      .distinct()
      .where('program', '=', program)
      .where('visitor', 'in', some)
      .where((eb) => eb.or([eb('type', '=', 'conversion'), eb('at', '>=', before)]))
      .execute(),
  )
  const kept = new Set(needed.map(({ visitor }) => visitor))
  const free = [...visitors].filter((visitor) => !kept.has(visitor)).toSorted()
  await inChunks(free, async (some) => {
    await tx.deleteFrom('gw_visitors').where('program', '=', program).where('visitor', 'in', some).execute()
    await tx
      .updateTable('gw_ledger')
      .set({ visitor: null })
      .where('program', '=', program)
      .where('visitor', 'in', some)
      .execute()
    return []
  })
}

async function forgetTraces(
  tx: Write,
  program: string,
  before: number,
  after: string,
  batch: number,
): Promise<string | undefined> {
  const nothing = { address: null, device: null, traced_at: null }
  // Participants' are few, and found by the index of addresses.
  await tx
    .updateTable('gw_people')
    .set(nothing)
    .where('program', '=', program)
    .where('address', 'is not', null)
    .where('traced_at', '<', before)
    .execute()
  const rows = await tx
    .selectFrom('gw_visitors')
    .select(['visitor', 'traced_at'])
    .where('program', '=', program)
    .where('visitor', '>', after)
    .orderBy('visitor')
    .limit(batch)
    .execute()
  const old = rows.filter(({ traced_at: at }) => typeof at === 'number' && at < before)
  await inChunks(old, (some) =>
    tx
      .updateTable('gw_visitors')
      .set(nothing)
      .where('program', '=', program)
      .where(
        'visitor',
        'in',
        some.map(({ visitor }) => visitor),
      )
      .execute(),
  )
  return rows.length < batch ? undefined : rows.at(-1)!.visitor
}
