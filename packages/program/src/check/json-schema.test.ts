import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fits } from './json-schema.fixture.ts'
import { programJsonSchema, programJsonSchemaText } from './json-schema.ts'
import { presets } from '../presets/index.ts'
import { shop } from '../shop.fixture.ts'

test('the shipped JSON Schema is the one of the code', () => {
  const shipped = readFileSync(new URL('../../program.schema.json', import.meta.url), 'utf8')
  expect(shipped === programJsonSchemaText(), 'program.schema.json is out of date. Run: pnpm schema').toBe(
    true,
  )
})

test('every field of a program is described, so that an editor can explain it', () => {
  const schema = programJsonSchema()
  expect(undescribed(schema)).toEqual([])
  for (const [name, definition] of Object.entries(schema['$defs'] as Record<string, object>)) {
    expect(definition, name).toHaveProperty('description')
    expect(undescribed(definition, name)).toEqual([])
  }
})

test('only what has no default is required', () => {
  expect(programJsonSchema()['required']).toEqual([
    'id',
    'name',
    'url',
    'currency',
    'conversions',
    'incentives',
    'copy',
  ])
})

test.each(Object.entries({ ...presets, shop }))('%s is a program to an editor as well', (_, program) => {
  expect(fits(programJsonSchema(), program)).toBe(true)
})

test('an editor underlines what is wrong in one place', () => {
  const schema = programJsonSchema()
  const [credit] = shop.incentives
  const wrong = [
    { id: 'My Shop' },
    { colour: 'red' },
    { conversions: [] },
    { attribution: { days: 401 } },
    { incentives: [{ ...credit, give: { type: 'credit', amount: { percent: 10, upto: 5 } } }] },
    { incentives: [{ ...credit, when: { type: 'rank', conversion: 'purchase' } }] },
    { segments: [{ id: 'loyal', where: { type: 'not', of: { type: 'any', of: [{ type: 'some' }] } } }] },
    { copy: { en: { ...shop.copy.en, steps: [] } } },
  ]
  for (const change of wrong) expect(fits(schema, { ...shop, ...change }), JSON.stringify(change)).toBe(false)
})

/** Paths of properties without a description, leaving out what a list of choices already explains. */
function undescribed(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const node = schema as Record<string, unknown>
  const properties = Object.entries((node['properties'] ?? {}) as Record<string, Record<string, unknown>>)
  const here = properties
    .filter(
      ([, property]) => !property['description'] && property['const'] === undefined && !property['$ref'],
    )
    .map(([name]) => `${path}.${name}`)
  const inner = properties.flatMap(([name, property]) => undescribed(property, `${path}.${name}`))
  const options = ((node['oneOf'] ?? node['anyOf'] ?? []) as unknown[]).flatMap((option, index) =>
    undescribed(option, `${path}|${index}`),
  )
  return [
    ...here,
    ...inner,
    ...options,
    ...undescribed(node['items'], `${path}[]`),
    ...undescribed(node['additionalProperties'], `${path}{}`),
  ]
}
