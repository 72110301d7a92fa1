import { rewardId } from '../../packages/adapters/src/index.ts'
import { evaluate, parseProgram } from '../../packages/program/src/index.ts'
import { readRow } from '../../packages/server/src/backend/ledger.ts'
import { rewardAt } from '../../packages/server/src/backend/reward-list.ts'
import type { Database } from './database.ts'
import { count, type Claim } from './report.ts'
import { shop } from './shop.ts'

/** What the store holds against what it should. */
export interface Comparison {
  readonly ledger: number
  readonly rewards: number
  readonly bonds: number
  readonly claims: readonly Claim[]
}

/**
 * Reads the ledger and decides it as a whole with the pure function: the stored rewards and bonds must be that answer,
 * and every id in `acknowledged` a row.
 */
export async function compareWithLedger(
  database: Database,
  acknowledged: ReadonlySet<string>,
): Promise<Comparison> {
  const program = parseProgram(shop)
  const store = await database.open()
  const now = Date.now()
  const [ledger, people, rewards, bonds] = await Promise.all([
    store.db.selectFrom('gw_ledger').selectAll().where('program', '=', program.id).execute(),
    store.db.selectFrom('gw_people').select(['id', 'code']).where('program', '=', program.id).execute(),
    store.db.selectFrom('gw_rewards').selectAll().where('program', '=', program.id).execute(),
    store.db
      .selectFrom('gw_bonds')
      .select(['friend', 'referrer', 'at', 'state'])
      .where('program', '=', program.id)
      .execute(),
  ])
  await store.close()
  const codes = new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])))
  const answer = evaluate(program, { rows: ledger.flatMap((row) => readRow(row) ?? []), codes }, now)

  const ids = new Set(ledger.map(({ id }) => id))
  const lost = [...acknowledged].filter((id) => !ids.has(id))
  const paidTwice = rewards.length - new Set(rewards.map((row) => keyOf(row))).size
  const storedRewards = rewards.map((row) => rewardAt(row, now))
  const wrongRewards = differences(storedRewards, answer.rewards, rewardId)
  const wrongBonds = differences(bonds, answer.bonds, ({ friend }) => friend)
  return {
    ledger: ledger.length,
    rewards: rewards.length,
    bonds: bonds.length,
    claims: [
      claim('acknowledged events that are stored', lost, `of ${count(acknowledged.size)} are lost`),
      claim('rewards as `evaluate` says', wrongRewards, `of ${count(answer.rewards.length)} differ`),
      claim('bonds as `evaluate` says', wrongBonds, `of ${count(answer.bonds.length)} differ`),
      { name: 'rewards paid once', holds: paidTwice === 0, found: `${paidTwice} are there twice` },
    ].map((one) => ({ ...one, name: `${database.title}: ${one.name}` })),
  }
}

const keyOf = (row: {
  readonly incentive: string
  readonly participant: string
  readonly occurrence: string
}) => JSON.stringify([row.incentive, row.participant, row.occurrence])

/** What is missing, strange or other, each with both sides. */
function differences<T extends object>(
  stored: readonly T[],
  decided: readonly T[],
  keyOf: (item: T) => string,
): string[] {
  const expected = new Map(decided.map((item) => [keyOf(item), canonical(item)]))
  const found: string[] = []
  for (const item of stored) {
    const key = keyOf(item)
    if (expected.get(key) !== canonical(item))
      found.push(`stored ${canonical(item)}, expected ${expected.get(key) ?? 'nothing'}`)
    expected.delete(key)
  }
  for (const missing of expected.values()) found.push(`stored nothing, expected ${missing}`)
  return found
}

/** The same whatever order the properties came in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const claim = (name: string, wrong: readonly string[], what: string): Claim => ({
  name,
  holds: wrong.length === 0,
  found: [`${wrong.length} ${what}`, ...wrong.slice(0, 3)].join('\n    '),
})
