import { parseProgram, viewProgram } from '@goodword/program'
import { beforeEach, expect, it } from 'vitest'
import { createStorage } from '../storage.ts'
import { shopProgram, today, tokenFor } from '../testing.ts'
import { dressProgram, firstExposures, unitOf } from './dressing.ts'

const day = 86_400_000
const storage = createStorage(() => localStorage)
beforeEach(() => localStorage.clear())

const warm = { id: 'warm', copy: { en: { title: 'For a friend', rewards: { 'free-bag': 'a bag on us' } } } }
const title = { id: 'title', control: 'plain', variants: [{ id: 'plain' }, warm] }
const view = (more: object) => viewProgram(parseProgram({ ...shopProgram, ...more }), [])
const dress = (more: object, unit = 'amy', now = today) => dressProgram(view(more), { unit, storage, now })

it('shows about half of the readers each variant, the same to each at every visit', () => {
  const shown = new Map<string, string>()
  for (let index = 0; index < 200; index++) {
    localStorage.clear()
    const once = dress({ experiments: [title] }, `reader-${index}`)
    localStorage.clear()
    expect(dress({ experiments: [title] }, `reader-${index}`).view.copy.title).toBe(once.view.copy.title)
    shown.set(`reader-${index}`, once.view.copy.title)
  }
  const warmed = [...shown.values()].filter((text) => text === 'For a friend').length
  expect(warmed).toBeGreaterThan(70)
  expect(warmed).toBeLessThan(130)
})

it('names rewards as the variant does', () => {
  const variants = [{ id: 'plain' }, { ...warm, weight: 1000 }]
  const { view } = dress({ experiments: [{ ...title, variants }] })
  expect(view.incentives.find(({ id }) => id === 'free-bag')!.label).toBe('a bag on us')
})

it('goes on with the variant that this browser saw, also when somebody signs in', () => {
  const first = dress({ experiments: [title] }, 'visitor').exposures![0]!
  for (let index = 0; index < 20; index++)
    expect(dress({ experiments: [title] }, `customer-${index}`).exposures).toEqual([first])
})

it('leaves out what is over, and what only the server can decide', () => {
  const over = { ...title, id: 'over', to: '2026-01-31' }
  const base = view({ experiments: [over] })
  const vip = { ...base.experiments![0]!, id: 'vip-title', segment: 'vip', to: '2026-12-31' }
  const program = { ...base, experiments: [...base.experiments!, vip] }
  const dressed = dressProgram(program, { unit: 'amy', storage, now: today })
  expect([dressed.exposures, dressed.view.copy.title]).toEqual([[], 'Give $10, get $10'])
})

it('reports an exposure once for a browser, and again for another variant', () => {
  const seen = { experiment: 'title', variant: 'warm' }
  expect(firstExposures([seen], storage, 'shop')).toEqual([seen])
  expect(firstExposures([seen], storage, 'shop')).toEqual([])
  expect(firstExposures([{ ...seen, variant: 'plain' }], storage, 'shop')).toHaveLength(1)
})

it('knows when the season of an incentive ends, and of no other', () => {
  const seasons = [
    { id: 'sale', from: '2026-11-01', to: '2026-11-30' },
    { id: 'week', from: '2026-11-20', to: '2026-11-24' },
  ]
  const [credit, bag] = shopProgram.incentives
  const seasonal = { seasons, incentives: [{ ...credit, season: 'sale' }, bag] }
  expect(dress(seasonal).scarcity).toMatchObject({ lastDay: '2026-11-30', daysLeft: 8 })
  expect(dress(seasonal, 'amy', today + 30 * day).scarcity).toBeUndefined()
  expect(dress({ seasons }).scarcity).toBeUndefined()
})

it('does without a time zone that this browser does not know', () => {
  const program = {
    ...view({ experiments: [title] }),
    timeZone: 'Mars/Olympus',
    seasons: [{ id: 's', from: '2026-01-01', to: '2026-12-31' }],
  }
  expect(dressProgram(program, { unit: 'amy', storage, now: today }).view.copy.title).toBeTruthy()
})

it('draws who is nobody by the browser', () => {
  const unit = unitOf({ token: undefined, tracker: undefined }, storage, window)
  expect(unit).toMatch(/^\w{24}$/)
  expect(unitOf({ token: undefined, tracker: undefined }, storage, window)).toBe(unit)
  expect(unitOf({ token: tokenFor({ sub: 'amy' }), tracker: undefined }, storage, window)).toBe('amy')
})
