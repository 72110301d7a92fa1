import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { momentSchema, type Moment, type MomentInput } from '../schema/moment.ts'
import { fewerRuns } from '../runs.fixture.ts'
import type { Happening, History } from './history.ts'
import { nextAsk } from './next-ask.ts'

const hour = 3_600_000
const day = 24 * hour
const moment = (input: Partial<MomentInput>): Moment =>
  v.parse(momentSchema, { id: 'm', on: { type: 'event', name: 'a' }, ...input })
const past = (history: Partial<History>): History => ({ happened: [], asks: [], dismissals: [], ...history })
const did = (name: string, at: number, data = {}): Happening => ({ type: 'moment', name, at, data })

/** Whole hours of a hundred days, so that an oracle can try each of them. */
const at = fc.integer({ min: 0, max: 2400 }).map((hours) => hours * hour)
const days = fc.integer({ min: 0, max: 20 })
const moments = fc
  .array(
    fc.record({
      on: fc.constantFrom<MomentInput['on'][]>(
        { type: 'event', name: 'a' },
        { type: 'event', name: 'b', nth: 2 },
        { type: 'event', name: 'b', where: { type: 'at-least', attribute: 'rating', value: 4 } },
        { type: 'feedback' },
      ),
      delayMinutes: fc.constantFrom(0, 60, 2880),
      freshDays: fc.integer({ min: 1, max: 20 }),
      caps: fc.record({
        everyDays: days,
        times: fc.constantFrom(1, 3),
        notNowDays: days,
        negativeDays: days,
      }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) => list.map((input, index) => moment({ ...input, id: `m${index}` })))
const happening = fc.oneof(
  fc.record({
    type: fc.constant('moment' as const),
    name: fc.constantFrom('a', 'b'),
    at,
    data: fc.constantFrom({ rating: 5 }, { rating: 2 }, { negative: true }, {}),
  }),
  fc.record({ type: fc.constant('feedback' as const), score: fc.integer({ min: 0, max: 10 }), at }),
)
const story = fc.record({
  now: at,
  all: fc.array(happening, { maxLength: 6 }),
  asked: fc.array(fc.record({ moment: fc.constantFrom('m0', 'm1', 'gone'), at }), { maxLength: 3 }),
  dismissed: fc.array(fc.record({ at }), { maxLength: 2 }),
})
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never
const historyOf = ({ now, all, asked, dismissed }: Story): History => {
  const before = (mark: { at: number }) => mark.at <= now
  return past({
    happened: all.filter(before),
    asks: asked.filter(before),
    dismissals: dismissed.filter(before),
  })
}

/** The rules as they are told to people, one by one, asked of one instant after the other. */
function rulesOf({ id, on, delayMinutes, freshDays, caps }: Moment, history: History) {
  const sad = history.happened.filter((it) =>
    it.type === 'feedback' ? it.score < 7 : it.type === 'moment' && it.data?.['negative'],
  )
  const own = history.asks.filter((ask) => ask.moment === id)
  const hits = history.happened
    .toSorted((a, b) => a.at - b.at)
    .filter((it) => {
      if (on.type === 'feedback') return it.type === 'feedback' && it.score >= 9
      if (on.type !== 'event' || it.type !== 'moment' || it.name !== on.name) return false
      return !on.where || it.data?.['rating'] === 5
    })
  const nth = on.type === 'event' ? on.nth : undefined
  return (time: number): boolean => {
    const quiet = (marks: readonly { at: number }[], length: number) =>
      marks.every((mark) => time - mark.at >= length * day)
    return (
      own.length < caps.times &&
      quiet(history.asks, caps.everyDays) &&
      quiet(history.dismissals, caps.notNowDays) &&
      quiet(sad, caps.negativeDays) &&
      hits.some((hit, index) => {
        const age = time - hit.at - delayMinutes * 60_000
        const fresh = age >= 0 && age < freshDays * day
        return fresh && (nth === undefined || nth === index + 1) && own.every((ask) => time - age > ask.at)
      })
    )
  }
}

test('asks at the first instant that every rule allows, and not at all if there is none', () => {
  fc.assert(
    fc.property(moments, story, (list, told) => {
      const history = historyOf(told)
      const hours = Array.from({ length: 24 * 45 }, (_, count) => told.now + count * hour)
      const rules = list.map((one) => ({ one, mayAsk: rulesOf(one, history) }))
      const first = hours.find((time) => rules.some(({ mayAsk }) => mayAsk(time)))
      const ask = nextAsk(list, history, told.now)
      expect(ask?.at).toBe(first)
      if (ask) expect(rules.find(({ mayAsk }) => mayAsk(ask.at))?.one).toBe(ask.moment)
    }),
    fewerRuns,
  )
})

test('waiting changes nothing, nor does the order of what is known', () => {
  fc.assert(
    fc.property(moments, story, fc.double({ min: 0, max: 1, noNaN: true }), (list, told, share) => {
      const { happened, asks, dismissals } = historyOf(told)
      const ask = nextAsk(list, { happened, asks, dismissals }, told.now)
      const turned = {
        happened: happened.toReversed(),
        asks: asks.toReversed(),
        dismissals: dismissals.toReversed(),
      }
      const later = told.now + Math.floor(((ask?.at ?? told.now) - told.now) * share)
      expect(nextAsk(list, turned, later)).toEqual(ask)
    }),
    fewerRuns,
  )
})

test('an ask ends what it was about', () => {
  fc.assert(
    fc.property(moments, story, (list, told) => {
      const history = historyOf(told)
      const ask = nextAsk(list, history, told.now)
      if (!ask) return
      const asks = [...history.asks, { moment: ask.moment.id, at: ask.at }]
      const again = nextAsk([ask.moment], { ...history, asks }, ask.at)
      if (again) expect(again.at).toBeGreaterThan(ask.at)
    }),
    fewerRuns,
  )
})

test('a thousand reports of one order are one purchase', () => {
  const third = moment({ on: { type: 'event', name: 'purchase', nth: 3 } })
  const order = (order: string, time: number): Happening => ({
    type: 'conversion',
    name: 'purchase',
    order,
    at: time,
  })
  const same = Array.from({ length: 1000 }, (_, count) => order('1', count))
  const repeated = { ...did('purchase', 5000), id: 'same-event' }
  const happened = [...same, order('2', 2000), repeated, { ...repeated, at: 6000 }]
  expect(nextAsk([third], past({ happened }), 7000)?.at).toBe(7000)
  expect(nextAsk([third], past({ happened: happened.slice(0, 1001) }), 7000)).toBeUndefined()
})

test('a bad answer silences every moment, and is never the reason to ask', () => {
  const list = [moment({}), moment({ id: 'n', on: { type: 'feedback', atLeast: 7 } })]
  const happened: Happening[] = [did('a', 10 * day), { type: 'feedback', score: 6, at: 10 * day }]
  expect(nextAsk(list, past({ happened }), 11 * day)).toBeUndefined()
  expect(nextAsk(list, past({ happened: happened.slice(0, 1) }), 11 * day)?.at).toBe(11 * day)
  expect(
    nextAsk(list, past({ happened: [did('a', 10 * day, { negative: true })] }), 10 * day),
  ).toBeUndefined()
})

test('survives a history of any length and data of any shape', () => {
  const rated = moment({
    on: { type: 'event', name: 'a', where: { type: 'at-least', attribute: 'rating', value: 4 } },
  })
  const odd = ['5', null, [], { valueOf: () => 5 }, Number.NaN, true].map((rating) => did('a', 0, { rating }))
  expect(nextAsk([rated], past({ happened: odd }), 0)).toBeUndefined()
  const happened = Array.from({ length: 200_000 }, (_, count) => did('a', count, { rating: 5 }))
  expect(nextAsk([rated], past({ happened }), 200_000)?.at).toBe(200_000)
})
