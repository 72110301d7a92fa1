import { describe, expect, test } from 'vitest'
import { parseProgram } from '../check/parse.ts'
import type { ProgramInput } from '../schema/program.ts'
import { shop } from '../shop.fixture.ts'
import { toForecast } from './program.ts'

type Incentive = ProgramInput['incentives'][number]
const when = { type: 'first', conversion: 'purchase' } as const
const credit = { id: 'it', when, to: 'referrer', give: { type: 'credit', amount: 1000 } } as const
const forecast = (incentive: Incentive, more: Partial<ProgramInput> = {}, unitCosts = {}) =>
  toForecast(
    parseProgram({
      ...shop,
      ...more,
      copy: { en: { ...shop.copy.en, rewards: {} } },
      incentives: [incentive],
    }),
    {
      unitCosts,
    },
  )
const notes = (...args: Parameters<typeof forecast>) => forecast(...args).notes.join('\n')

describe('a program file for the forecast', () => {
  test('costs what it gives, and what is no money as you say', () => {
    const { incentives, notes, ...rest } = toForecast(parseProgram(shop), { unitCosts: { 'free-bag': 400 } })
    expect(rest).toEqual({ name: 'Juniper Coffee', currency: 'USD', holdDays: 14 })
    expect(incentives.map(({ id, cost }) => [id, cost])).toEqual([
      ['credit', 1000],
      ['welcome', 1000],
      ['free-bag', 400],
    ])
    expect(notes).toEqual(['"welcome" is a coupon: it counts as if every one were used.'])
  })

  test.each<[Incentive['give']]>([
    [{ type: 'product', name: 'a mug' }],
    [{ type: 'access', name: 'a free year' }],
    [{ type: 'coupon', code: 'HELLO' }],
  ])('needs the unit cost of %o', (give) => {
    expect(notes({ ...credit, give })).toContain('"it" is no amount of money')
    const told = forecast({ ...credit, give }, {}, { it: 250 })
    expect([told.incentives[0]!.cost, told.notes.join()]).toEqual([
      250,
      expect.not.stringContaining('no amount'),
    ])
  })

  test('costs nothing where it only thanks', () => {
    const told = forecast({ ...credit, give: { type: 'recognition', name: 'a place on the wall' } })
    expect([told.incentives[0]!.cost, told.notes]).toEqual([0, []])
  })

  test.each<[string, Partial<Incentive>, string]>([
    ['a cap', { give: { type: 'cash', amount: { percent: 10, upTo: 500 } } }, 'from half of their mean'],
    [
      'a limit per year',
      { limit: { perParticipant: { count: 3, per: 'year' } } },
      'the first year begins with the first month',
    ],
    [
      'a rank',
      { when: { type: 'rank', conversion: 'purchase', by: 'friends', period: 'month', places: 3 } },
      '"it" gives its 3 prizes at the end of each month, or as many as there were new friends',
    ],
    [
      'a draw',
      { when: { type: 'draw', conversion: 'purchase', period: 'year', winners: 1 } },
      '"it" gives its prize at the end of each year, or as many as there were entries',
    ],
  ])('says what is approximated of %s', (_, change, note) => {
    expect(notes({ ...credit, ...change })).toContain(note)
  })

  test('says that a segment, and a season, will cost less', () => {
    const segments = [{ id: 'vip', where: { type: 'one-of' as const, attribute: 'plan', values: ['gold'] } }]
    const seasons = [{ id: 'spring', from: '2027-03-01', to: '2027-03-31' }]
    expect(notes({ ...credit, segment: 'vip' }, { segments })).toContain('segment "vip" only')
    expect(notes({ ...credit, season: 'spring' }, { seasons })).toContain('season "spring" only')
  })

  test('says nothing of what it counts exactly', () => {
    expect(notes({ ...credit, give: { type: 'cash', amount: { percent: 10 } } })).toBe('')
    expect(notes({ ...credit, limit: { total: { money: 5000 }, perParticipant: { count: 2 } } })).toBe('')
  })
})
