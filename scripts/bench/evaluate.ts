import {
  createIncremental,
  evaluate,
  parseProgram,
  type Incremental,
  type LedgerRow,
} from '../../packages/program/src/index.ts'

/**
 * What rewards cost: `evaluate` over whole ledgers, and one more row for a referrer who has many.
 * `node --conditions=source --expose-gc scripts/bench/evaluate.ts [--quick] [--check]`
 */
const quick = process.argv.includes('--quick')
const check = process.argv.includes('--check')
const day = 86_400_000
const start = Date.UTC(2026, 0, 1)

const program = parseProgram({
  id: 'shop',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  currency: 'USD',
  timeZone: 'America/New_York',
  conversions: [{ name: 'purchase', value: true, holdDays: 14 }],
  incentives: [
    {
      id: 'share',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: { percent: 12.5 } },
      limit: { perFriend: { count: 3 }, perParticipant: { money: 100_000, per: 'month' } },
    },
    {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'coupon', code: 'WELCOME10' },
    },
    {
      id: 'bags',
      when: {
        type: 'milestone',
        conversion: 'purchase',
        count: 'friends',
        at: 5,
        repeat: { every: 5, upTo: 1000 },
      },
      to: 'referrer',
      give: { type: 'product', name: 'a free bag' },
    },
  ],
  copy: {
    en: {
      title: 'Give and get',
      youGet: 'a share',
      friendGets: '10 % off',
      when: 'after 14 days',
      message: 'Here is {friendGets}: {link}',
      subject: 'For you',
      disclosure: 'I get credit.',
      steps: [{ title: 'Share' }],
    },
  },
})

/** The n-th order: every friend orders twice. */
function order(index: number, code: string, at: number): LedgerRow {
  return {
    type: 'conversion',
    id: `row-${index}`,
    at,
    name: 'purchase',
    order: `o${index}`,
    amount: 1000 + ((index * 7919) % 9000),
    currency: 'USD',
    friend: `friend-${index >> 1}`,
    code,
    trusted: true,
  }
}

const timeOf = (index: number, count: number): number => start + Math.floor((index / count) * 365 * day)

interface Batch {
  readonly conversions: number
  readonly microseconds: number
  readonly bytes: number
}

/** A ledger in which every referrer brought 50 friends. */
function measureBatch(conversions: number): Batch {
  const codes = new Map<string, string>()
  const rows: LedgerRow[] = []
  for (let index = 0; index < conversions; index++) {
    const referrer = Math.floor(index / 100)
    codes.set(`C${referrer}`, `person-${referrer}`)
    rows.push(order(index, `C${referrer}`, timeOf((index * 7919) % conversions, conversions)))
  }
  const run = () => evaluate(program, { codes, rows }, start + 200 * day)
  for (let warm = 0; warm * conversions < 20_000; warm++) run()
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const times = Math.max(1, Math.floor(50_000 / conversions))
  const begun = performance.now()
  let last = run()
  for (let again = 1; again < times; again++) last = run()
  const took = (performance.now() - begun) / times
  globalThis.gc?.()
  const bytes = process.memoryUsage().heapUsed - before
  if (last.rewards.length < conversions / 2) throw new Error('The ledger earned too little to be a measure.')
  return { conversions, microseconds: (took / conversions) * 1000, bytes: bytes / conversions }
}

interface Step {
  readonly history: number
  readonly inOrder: number
  readonly late: number
  readonly refund: number
}

/** One referrer with a history, and then one more of each; short histories again and again, so that they stay short. */
function measureSteps(history: number): Step {
  const spent = { inOrder: [] as number[], late: [] as number[], refund: [] as number[] }
  const times = quick ? 400 : 1500
  const each = Math.max(4, Math.min(times, Math.floor(history / 10)))
  for (let done = 0; done < times; done += each) {
    const state = createIncremental(program, new Map([['AMY', 'amy']]))
    state.advance(start + 200 * day)
    for (let index = 0; index < history; index++) state.add(order(index, 'AMY', timeOf(index, history)))
    for (let index = 0; index < each; index++) {
      const next = history + 2 * index + 2
      const at = index % 2 === 0 ? start + 366 * day + next : start + ((next * 104_729) % 365) * day
      spent[index % 2 === 0 ? 'inOrder' : 'late'].push(time(state, order(next, 'AMY', at)))
      const refund = {
        type: 'refund',
        id: `refund-${index}`,
        at: start + 400 * day,
        name: 'purchase',
      } as const
      // Of the new order and of an old one by turns.
      const which = index % 4 < 2 ? next : (next * 7919) % history
      spent.refund.push(time(state, { ...refund, order: `o${which}` }))
    }
  }
  return { history, inOrder: median(spent.inOrder), late: median(spent.late), refund: median(spent.refund) }
}

function time(state: Incremental, row: LedgerRow): number {
  const begun = performance.now()
  state.add(row)
  return (performance.now() - begun) * 1000
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

measureSteps(1000)
const batches = (quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]).map(measureBatch)
const steps = (quick ? [10, 1000, 20_000] : [10, 1000, 100_000]).map(measureSteps)
const [first, last] = [batches[0]!, batches.at(-1)!]
const growth = { time: last.microseconds / first.microseconds, memory: last.bytes / first.bytes }
const stepGrowth = (which: 'inOrder' | 'late' | 'refund'): number => {
  const costs = steps.map((step) => step[which])
  return Math.max(...costs) / Math.min(...costs)
}

console.table(
  batches.map(({ conversions, microseconds, bytes }) => ({
    'evaluate: conversions': conversions,
    'µs each': microseconds.toFixed(1),
    'bytes each': Math.round(bytes),
  })),
)
console.table(
  steps.map(({ history, inOrder, late, refund }) => ({
    'incremental: history': history,
    'one more, µs': inOrder.toFixed(1),
    'a late one, µs': late.toFixed(1),
    'a refund, µs': refund.toFixed(1),
  })),
)
const limits = [
  ['time per conversion, most to fewest', growth.time, 2],
  ['memory per conversion, most to fewest', growth.memory, 1.5],
  ['one more, dearest to cheapest', stepGrowth('inOrder'), 3],
  ['a late one, dearest to cheapest', stepGrowth('late'), 3],
  ['a refund, dearest to cheapest', stepGrowth('refund'), 3],
] as const
for (const [name, value, most] of limits) {
  console.log(`${value <= most ? '✓' : '✗'} ${name}: ${value.toFixed(2)} × (at most ${most} ×)`)
  if (check && value > most) process.exitCode = 1
}
