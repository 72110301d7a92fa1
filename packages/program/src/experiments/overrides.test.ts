import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { Copy } from '../schema/copy.ts'
import { experimentSchema } from '../schema/experiment.ts'
import { shop } from '../shop.fixture.ts'
import { applyVariant } from './overrides.ts'
import { isRunning } from './running.ts'

const copy: Copy = {
  ...shop.copy.en,
  steps: [...shop.copy.en.steps],
  rewards: { credit: '$10', 'free-bag': 'a bag' },
}
const input = {
  id: 'title',
  control: 'as-is',
  from: '2026-03-01',
  variants: [
    { id: 'as-is' },
    { id: 'short', copy: { en: { title: 'Coffee for two', rewards: { credit: 'a free cup' } } } },
  ],
}
const refusals = (changed: object) =>
  v.safeParse(experimentSchema, { ...input, ...changed }).issues?.map((issue) => v.getDotPath(issue))

test('a variant changes what it says, and nothing else', () => {
  const experiment = v.parse(experimentSchema, input)
  const [control, short] = experiment.variants
  expect(applyVariant(copy, control!, 'en')).toEqual(copy)
  expect(applyVariant(copy, short!, 'en')).toEqual({
    ...copy,
    title: 'Coffee for two',
    rewards: { credit: 'a free cup', 'free-bag': 'a bag' },
  })
  expect(copy.title).toBe('Give $10, get $10')
})

test('the language’s words do for its regions, and no other language’s', () => {
  const variant = { copy: { en: { title: 'Hi' }, 'en-GB': { title: 'Hello' } } }
  const title = (locale: string) => applyVariant(copy, variant, locale).title
  expect(['en', 'en-GB', 'en-US', 'de', 'constructor'].map(title)).toEqual([
    'Hi',
    'Hello',
    'Hi',
    copy.title,
    copy.title,
  ])
})

test('lists are replaced, and what is not said stays', () => {
  const steps = [{ title: 'Send it' }]
  const said = applyVariant(copy, { copy: { en: { steps, title: undefined } } }, 'en')
  expect([said.steps, said.title]).toEqual([steps, copy.title])
})

test('an experiment needs a control that changes nothing, ids that differ and two variants with weight', () => {
  expect(refusals({})).toBeUndefined()
  expect(refusals({ control: 'short' })).toEqual(['control'])
  expect(refusals({ control: 'none' })).toEqual(['control'])
  expect(refusals({ to: '2026-02-01' })).toEqual(['to'])
  expect(refusals({ variants: [{ id: 'as-is' }, { id: 'as-is' }] })).toEqual(['variants'])
  expect(refusals({ variants: [{ id: 'as-is' }, { id: 'off', weight: 0 }] })).toEqual(['variants'])
  expect(refusals({ variants: [{ id: 'as-is' }, { id: 'b', weight: 0.5 }] })).toEqual(['variants.1.weight'])
  expect(refusals({ variants: [{ id: 'as-is' }, { id: 'b', copy: { en: { titel: '' } } }] })).toEqual([
    'variants.1.copy.en.titel',
  ])
})

test('takes people from its first local day to its last', () => {
  const at = (time: string, days: { from?: string; to?: string }) =>
    isRunning(days, 'America/New_York', Date.parse(time))
  expect(at('2026-03-01T04:59:59Z', { from: '2026-03-01' })).toBe(false)
  expect(at('2026-03-01T05:00:00Z', { from: '2026-03-01' })).toBe(true)
  expect(at('2026-04-01T03:59:59Z', { to: '2026-03-31' })).toBe(true)
  expect(at('2026-04-01T04:00:00Z', { to: '2026-03-31' })).toBe(false)
  expect(at('2026-04-01T04:00:00Z', {})).toBe(true)
})
