import type { Program, ReferralEvent } from '@goodword/program'
import type { Insertable } from 'kysely'
import { bulkInsert } from '../store/bulk.ts'
import type { BondsTable, OrdersTable, RewardsTable, RollupsTable } from '../store/tables.ts'
import { beforeCommit, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { slotOf } from './slot.ts'

/** What is counted. */
export type Figure = Exclude<keyof RollupsTable, 'program' | 'day' | 'kind' | 'name' | 'slot'>
export type Figures = Readonly<Record<Figure, number>>
type Kind = RollupsTable['kind']

/** The figures, in the order of their columns. */
export const figureNames = [
  'visits',
  'shares',
  'exposures',
  'participants',
  'conversions',
  'referred',
  'customers',
  'referred_customers',
  'refunds',
  'revenue',
  'referred_revenue',
  'rewards',
  'reward_money',
] as const satisfies readonly Figure[]

/** So much more of some figures, on a day and under one name. */
export interface Line extends Partial<Figures> {
  /** Any time of that day, epoch milliseconds. Days are UTC's. */
  readonly at: number
  readonly kind: Kind
  readonly name: string
}

/** What of an order, a bond and a reward its figures depend on. */
export type CountedOrder = Pick<OrdersTable, 'name' | 'order_ref' | 'friend' | 'at' | 'net' | 'state'>
export type CountedBond = Pick<BondsTable, 'channel'>
export type CountedReward = Pick<RewardsTable, 'incentive' | 'state' | 'amount' | 'at' | 'give'>

/** What a new event counts for. Orders count when they are decided, see `countFriend`. */
export function countEvent(event: ReferralEvent): Line[] {
  const { at, type } = event
  if (type === 'visit' || type === 'share') {
    const figure = type === 'visit' ? { visits: 1 } : { shares: 1 }
    const { channel } = event
    const all: Line = { at, kind: 'all', name: '', ...figure }
    return channel === undefined ? [all] : [all, { at, kind: 'channel', name: channel, ...figure }]
  }
  if (type === 'exposure')
    return [
      { at, kind: 'all', name: '', exposures: 1 },
      { at, kind: 'variant', name: `${event.experiment}:${event.variant}`, exposures: 1 },
    ]
  if (type !== 'refund') return []
  return [
    { at, kind: 'all', name: '', refunds: 1 },
    { at, kind: 'conversion', name: event.name, refunds: 1 },
  ]
}

/** What all orders of one friend count for, with who brought them. Orders on hold count, refunded ones do not. */
export function countFriend(orders: readonly CountedOrder[], bond: CountedBond | undefined): Line[] {
  const lines: Line[] = []
  let first: { at: number; key: string } | undefined
  for (const { name, order_ref, at, net, state } of orders) {
    if (state !== 'converted' || at === null) continue
    const revenue = net ?? 0
    const figures = {
      conversions: 1,
      revenue,
      ...(bond && { referred: 1, referred_revenue: revenue }),
    }
    lines.push({ at, kind: 'all', name: '', ...figures }, { at, kind: 'conversion', name, ...figures })
    const channel = bond?.channel ?? undefined
    if (channel !== undefined) lines.push({ at, kind: 'channel', name: channel, ...figures })
    const key = `${name}:${order_ref}`
    if (!first || at < first.at || (at === first.at && key < first.key)) first = { at, key }
  }
  if (first)
    lines.push({
      at: first.at,
      kind: 'all',
      name: '',
      customers: 1,
      ...(bond && { referred_customers: 1 }),
    })
  return lines
}

/** What a reward counts for: those that are coming or were given; only credit and cash are money. */
export function countReward({ incentive, state, amount, at, give }: CountedReward): Line[] {
  if (state === 'reversed' || state === 'owed-back') return []
  const figures = { rewards: 1, reward_money: isMoney(give) ? (amount ?? 0) : 0 }
  return [
    { at, kind: 'all', name: '', ...figures },
    { at, kind: 'incentive', name: incentive, ...figures },
  ]
}

/** Whether what a reward gives, as JSON, is money in the participant's hand. */
export const isMoney = (give: string): boolean => /"type":"(?:credit|cash)"/.test(give)

/** Lines added up by day, kind and name. */
export interface Sums {
  add(lines: readonly Line[], sign?: 1 | -1): void
  /** Those that are not nothing, sorted by key. */
  rows(): Omit<Insertable<RollupsTable>, 'program' | 'slot'>[]
}

const day = 86_400_000

/** Nothing yet. */
export function createSums(): Sums {
  const found = new Map<string, { day: number; kind: Kind; name: string } & Record<Figure, number>>()
  return {
    add(lines, sign = 1) {
      for (const line of lines) {
        const midnight = Math.floor(line.at / day) * day
        const key = `${String(midnight).padStart(16, '0')} ${line.kind} ${line.name}`
        let row = found.get(key)
        if (!row) {
          const zeros = Object.fromEntries(figureNames.map((name) => [name, 0])) as Record<Figure, number>
          found.set(key, (row = { day: midnight, kind: line.kind, name: line.name, ...zeros }))
        }
        for (const name of figureNames) row[name] += sign * (line[name] ?? 0)
      }
    },
    rows: () =>
      [...found]
        .filter(([, row]) => figureNames.some((name) => row[name] !== 0))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, row]) => row),
  }
}

const money: ReadonlySet<Figure> = new Set(['revenue', 'referred_revenue', 'reward_money'])

const adding = bulkInsert(
  'gw_rollups',
  {
    day: 'bigint',
    kind: 'text',
    name: 'text',
    slot: 'bigint',
    ...Object.fromEntries(figureNames.map((name) => [name, money.has(name) ? 'double precision' : 'bigint'])),
  },
  `on conflict (program, day, kind, name, slot) do update set ${figureNames
    .map((name) => `${name} = gw_rollups.${name} + excluded.${name}`)
    .join(', ')}`,
)

const pending = new WeakMap<Write, Sums>()

/** What this transaction adds to the roll-ups, as its last statement: these rows are the ones that everybody wants. */
export function sumsOf(tx: Write, context: Context): Sums {
  const known = pending.get(tx)
  if (known) return known
  const sums = createSums()
  pending.set(tx, sums)
  beforeCommit(tx, async () => {
    const slot = slotOf(context)
    const rows = sums.rows().map((row) => ({ ...row, slot }))
    await context.store.bulk(tx, adding, context.program.id, rows)
  })
  return sums
}

/** Whether a program's conversion carries revenue; what browsers claim of others is none. */
export const carriesValue = (program: Program, name: string): boolean =>
  program.conversions.find((rule) => rule.name === name)?.value ?? false
