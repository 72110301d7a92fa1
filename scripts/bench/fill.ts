import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { rewardId } from '../../packages/adapters/src/index.ts'
import { evaluate, parseProgram, sealsDue, type LedgerRow } from '../../packages/program/src/index.ts'
import { readRow, rowOfSeal, type NewRow, type StoredRow } from '../../packages/server/src/backend/ledger.ts'
import { root } from '../steps.ts'
import { openBulk, type Bulk } from './bulk.ts'
import {
  codeOf,
  customerOf,
  friendRows,
  friendsByReferrer,
  hotReferrer,
  linkRows,
  personOf,
  type Crowd,
} from './crowd.ts'
import type { Database } from './database.ts'
import { shop } from './shop.ts'

const program = parseProgram(shop)
const command = join(root, 'packages/server/src/command.ts')

/**
 * Fills an empty database with a crowd, past the server: people and ledger as it would have written them, and of what is
 * derived that which one referrer's rows decide. Sums over many are left to `goodword migrate --rebuild`.
 */
export async function fill(database: Database, crowd: Crowd): Promise<void> {
  await (await database.open()).close()
  const bulk = await openBulk(database)
  await fillPeople(bulk, crowd)
  const friends = friendsByReferrer(crowd)
  // Parts by friends: the busiest has as many as thousands of others.
  await inParts([...friends].slice(0, crowd.hot > 0 ? -1 : undefined), 500, (part) =>
    fillFriends(bulk, crowd, part),
  )
  if (crowd.hot > 0) await fillFriends(bulk, crowd, [[hotReferrer, friends.get(hotReferrer)!]])
  const members = crowd.hot > 0 ? [...range(crowd.participants), hotReferrer] : range(crowd.participants)
  await inParts(members, 2000, (part) => fillLinks(bulk, crowd, part, friends))
  await bulk.finish()
  rebuild(database)
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

async function inParts<T>(
  list: readonly T[],
  size: number,
  work: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < list.length; start += size) await work(list.slice(start, start + size))
}

/** Members have a code; the friends of the busiest have none. */
async function fillPeople(bulk: Bulk, { participants, hot, now }: Crowd): Promise<void> {
  const everybody = hot > 0 ? [...range(participants + hot), hotReferrer] : range(participants)
  await inParts(everybody, 5000, (part) =>
    bulk.insert(
      'gw_people',
      part.map((index) => ({
        program: 'shop',
        id: personOf(index),
        customer_id: customerOf(index),
        name: `Member ${index}`,
        code: index < participants ? codeOf(index) : null,
        created_at: now - 91 * 86_400_000,
        revision: 0,
      })),
    ),
  )
}

/** What some referrers' friends did, and what follows from it. */
async function fillFriends(
  bulk: Bulk,
  crowd: Crowd,
  referrers: readonly (readonly [number, readonly number[]])[],
): Promise<void> {
  const rows = referrers.flatMap(([referrer, own]) =>
    own.flatMap((friend) => friendRows(crowd, friend, referrer)),
  )
  const codes = new Map(referrers.map(([referrer]) => [codeOf(referrer), personOf(referrer)]))
  const ledger: LedgerRow[] = rows.flatMap((row) => readRow(row as StoredRow) ?? [])
  const seals = sealsDue(program, { rows: ledger, codes }, crowd.now)
  const arrival = { program: 'shop', source: 'goodword', receivedAt: crowd.now } as const
  const sealRows: NewRow[] = seals.map((seal) => rowOfSeal(seal, arrival))
  await inParts([...rows, ...sealRows], 5000, (part) => bulk.insert('gw_ledger', part))
  await fillDecisions(bulk, evaluate(program, { rows: [...ledger, ...seals], codes }, crowd.now))
  await fillOrders(bulk, rows)
}

async function fillDecisions(
  bulk: Bulk,
  { bonds, rewards, progress }: ReturnType<typeof evaluate>,
): Promise<void> {
  const friends = new Map<string, number>()
  for (const { referrer } of bonds) friends.set(referrer, (friends.get(referrer) ?? 0) + 1)
  await inParts(bonds, 5000, (part) =>
    bulk.insert(
      'gw_bonds',
      part.map(({ friend, referrer, at, state }) => ({ program: 'shop', friend, referrer, at, state })),
    ),
  )
  await bulk.insert(
    'gw_referrers',
    [...friends].map(([person, count]) => ({
      program: 'shop',
      person,
      friends: count,
      progress: JSON.stringify(progress.get(person) ?? []),
      revision: 0,
    })),
  )
  await inParts(rewards, 5000, (part) =>
    bulk.insert(
      'gw_rewards',
      part.map((reward) => ({
        program: 'shop',
        id: rewardId(reward),
        incentive: reward.incentive,
        participant: reward.participant,
        side: reward.to,
        occurrence: reward.occurrence,
        state: reward.state,
        give: JSON.stringify(reward.give),
        amount: reward.amount ?? null,
        at: reward.at,
        due: reward.due ?? null,
        friend: reward.friend ?? null,
        reason: JSON.stringify(reward.reason),
      })),
    ),
  )
}

async function fillOrders(bulk: Bulk, rows: readonly NewRow[]): Promise<void> {
  const orders = rows.filter(({ type }) => type === 'conversion')
  await inParts(orders, 5000, (part) =>
    bulk.insert(
      'gw_orders',
      part.map(({ name, order_ref, person, at, body }) => {
        const { amount } = JSON.parse(body) as { amount: number }
        const facts = { friend: person, at, amount, net: amount, state: 'converted', revision: 0 }
        return { program: 'shop', name, order_ref, ...facts }
      }),
    ),
  )
  await inParts(
    rows.filter(({ type }) => type === 'conversion'),
    5000,
    (part) =>
      bulk.insert(
        'gw_visitors',
        part.map(({ visitor, person }) => ({ program: 'shop', visitor, person, revision: 0 })),
      ),
  )
}

async function fillLinks(
  bulk: Bulk,
  crowd: Crowd,
  members: readonly number[],
  friends: ReadonlyMap<number, readonly number[]>,
): Promise<void> {
  const visitsOf = (index: number): number => (index === hotReferrer ? crowd.hot * 9 : 6)
  const tallies = members.map((index) => ({
    program: 'shop',
    code: codeOf(index),
    visits: visitsOf(index) + (friends.get(index)?.length ?? 0),
    shares: 1,
  }))
  await bulk.insert('gw_tallies', tallies)
  await inParts(
    members.flatMap((index) => linkRows(crowd, index, visitsOf(index))),
    5000,
    (part) => bulk.insert('gw_ledger', part),
  )
}

let help: string | undefined
/** Whatever the ledger says besides. It ends with 1 when there was something to do. */
function rebuild({ folder, env, programFile }: Database): void {
  const run = ['--conditions=source', '--no-warnings', command, 'migrate']
  help ??= execFileSync(process.execPath, [...run, '--help'], { encoding: 'utf8' })
  if (!help.includes('--rebuild')) return
  const { status, stderr } = spawnSync(
    process.execPath,
    [...run, '--rebuild', programFile, '--data', folder, '--json'],
    {
      env,
      encoding: 'utf8',
      maxBuffer: 1e9,
    },
  )
  if (status !== 0 && status !== 1) throw new Error(`The derived rows could not be made: ${stderr}`)
}
