import {
  evaluate,
  parseProgram,
  sealsDue,
  type LedgerRow,
  type ReferralEvent,
} from '../../packages/program/src/index.ts'
import { balanceOf } from '../../packages/server/src/backend/balance.ts'
import { readRow, rowOfSeal, type NewRow, type StoredRow } from '../../packages/server/src/backend/ledger.ts'
import { rowOfReward } from '../../packages/server/src/backend/reward-row.ts'
import {
  countEvent,
  countFriend,
  countReward,
  createSums,
} from '../../packages/server/src/backend/rollups.ts'
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

/**
 * Fills an empty database with a crowd, past the server: people and ledger as it would have written them, and of what is
 * derived all that `goodword migrate --rebuild` would make of them; `checkFill` asks it.
 */
export async function fill(database: Database, crowd: Crowd): Promise<void> {
  await (await database.open()).close()
  const bulk = await openBulk(database)
  const counted: Counted = { sums: createSums(), balances: new Map(), ranks: new Map() }
  await fillPeople(bulk, crowd)
  const friends = friendsByReferrer(crowd)
  // Parts by friends: the busiest has as many as thousands of others.
  await inParts([...friends].slice(0, crowd.hot > 0 ? -1 : undefined), 500, (part) =>
    fillFriends(bulk, crowd, part, counted),
  )
  if (crowd.hot > 0) await fillFriends(bulk, crowd, [[hotReferrer, friends.get(hotReferrer)!]], counted)
  const members = crowd.hot > 0 ? [...range(crowd.participants), hotReferrer] : range(crowd.participants)
  await inParts(members, 2000, (part) => fillLinks(bulk, crowd, part, friends, counted))
  await fillCounters(bulk, counted)
  await bulk.finish()
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
        enrolled_at: index < participants ? now - 91 * 86_400_000 : null,
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
  counted: Counted,
): Promise<void> {
  const rows = referrers.flatMap(([referrer, own]) =>
    own.flatMap((friend) => friendRows(crowd, friend, referrer)),
  )
  const codes = new Map(referrers.map(([referrer]) => [codeOf(referrer), personOf(referrer)]))
  const ledger: LedgerRow[] = rows.flatMap((row) => readRow(row as StoredRow) ?? [])
  const seals = sealsDue(program, { rows: ledger, codes }, crowd.now)
  const arrival = { program: 'shop', source: 'goodword', receivedAt: crowd.now } as const
  const sealRows: NewRow[] = seals.map((seal) => rowOfSeal(seal, arrival, 'whatsapp'))
  await inParts([...rows, ...sealRows], 5000, (part) => bulk.insert('gw_ledger', part))
  count(counted, rows)
  const sealed = new Set(seals.map(({ friend }) => friend))
  await fillDecisions(
    bulk,
    evaluate(program, { rows: [...ledger, ...seals], codes }, crowd.now),
    sealed,
    counted,
  )
  await fillOrders(bulk, rows, counted)
}

async function fillDecisions(
  bulk: Bulk,
  { bonds, rewards, progress }: ReturnType<typeof evaluate>,
  sealed: ReadonlySet<string>,
  { sums, balances, ranks }: Counted,
): Promise<void> {
  const friends = new Map<string, number>()
  for (const { referrer } of bonds) friends.set(referrer, (friends.get(referrer) ?? 0) + 1)
  for (const number of friends.values()) ranks.set(number, (ranks.get(number) ?? 0) + 1)
  await inParts(bonds, 5000, (part) =>
    bulk.insert(
      'gw_bonds',
      part.map(({ friend, referrer, at, state }) => ({
        program: 'shop',
        friend,
        referrer,
        at,
        state,
        channel: 'whatsapp',
        sealed: sealed.has(friend) ? 1 : 0,
      })),
    ),
  )
  await bulk.insert(
    'gw_referrers',
    [...friends].map(([person, count]) => ({
      program: 'shop',
      person,
      friends: count,
      bound: count,
      progress: JSON.stringify(progress.get(person) ?? []),
      revision: 0,
    })),
  )
  const rows = rewards.map((reward) => rowOfReward('shop', reward))
  for (const row of rows) {
    sums.add(countReward(row))
    const { earned, coming } = balanceOf(row)
    const known = balances.get(row.participant) ?? { earned: 0, coming: 0 }
    balances.set(row.participant, { earned: known.earned + earned, coming: known.coming + coming })
  }
  await inParts(rows, 5000, (part) => bulk.insert('gw_rewards', part))
}

async function fillOrders(bulk: Bulk, rows: readonly NewRow[], { sums }: Counted): Promise<void> {
  const orders = rows.filter(({ type }) => type === 'conversion')
  await inParts(orders, 5000, (part) =>
    bulk.insert(
      'gw_orders',
      part.map(({ name, order_ref, person, at, body }) => {
        const { amount } = JSON.parse(body) as { amount: number }
        const facts = { friend: person ?? null, at, amount, net: amount, state: 'converted' } as const
        const order = { name: name ?? '', order_ref: order_ref ?? '', ...facts }
        sums.add(countFriend([order], { channel: 'whatsapp' }))
        return { program: 'shop', ...order, trusted: 1, revision: 0 }
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
  counted: Counted,
): Promise<void> {
  const visitsOf = (index: number): number => (index === hotReferrer ? crowd.hot * 9 : 6)
  const tallies = members.map((index) => ({
    program: 'shop',
    code: codeOf(index),
    slot: 0,
    visits: visitsOf(index) + (friends.get(index)?.length ?? 0),
    shares: 1,
  }))
  await bulk.insert('gw_tallies', tallies)
  await inParts(
    members.flatMap((index) => linkRows(crowd, index, visitsOf(index))),
    5000,
    async (part) => {
      count(counted, part)
      await bulk.insert('gw_ledger', part)
      const seen = part.flatMap(({ visitor }) => visitor ?? [])
      await bulk.insert(
        'gw_visitors',
        seen.map((visitor) => ({ program: 'shop', visitor, person: null, revision: 0 })),
      )
    },
  )
  const enrolled = members.length - (members.includes(hotReferrer) ? 1 : 0)
  counted.sums.add([{ at: crowd.now - 91 * 86_400_000, kind: 'all', name: '', participants: enrolled }])
}

/** What is counted over many. */
interface Counted {
  readonly sums: ReturnType<typeof createSums>
  readonly balances: Map<string, { earned: number; coming: number }>
  readonly ranks: Map<number, number>
}

function count({ sums }: Counted, rows: readonly NewRow[]): void {
  for (const { type, at, body } of rows)
    sums.add(countEvent({ ...(JSON.parse(body) as object), type, at } as ReferralEvent))
}

async function fillCounters(bulk: Bulk, { sums, balances, ranks }: Counted): Promise<void> {
  const place = { program: 'shop', slot: 0 }
  const money = [...balances].map(([person, balance]) => ({ program: 'shop', person, ...balance }))
  await inParts(money, 5000, (part) => bulk.insert('gw_balances', part))
  await bulk.insert(
    'gw_ranks',
    [...ranks].map(([friends, referrers]) => ({ ...place, friends, referrers })),
  )
  await bulk.insert(
    'gw_rollups',
    sums.rows().map((row) => ({ ...place, ...row })),
  )
}
