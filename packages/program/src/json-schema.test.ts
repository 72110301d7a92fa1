import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { programJsonSchema, programJsonSchemaText } from './json-schema.ts'

test('the shipped JSON Schema is the one of the code', () => {
  const shipped = readFileSync(new URL('../program.schema.json', import.meta.url), 'utf8')
  expect(shipped === programJsonSchemaText(), 'program.schema.json is out of date. Run: pnpm schema').toBe(
    true,
  )
})

test('every field of a program is described, so that an editor can explain it', () => {
  expect(undescribed(programJsonSchema())).toEqual([])
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

/** Paths of properties without a description, leaving out what a list of choices already explains. */
function undescribed(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const node = schema as Record<string, unknown>
  const properties = Object.entries((node['properties'] ?? {}) as Record<string, Record<string, unknown>>)
  const here = properties
    .filter(([, property]) => !property['description'] && property['const'] === undefined)
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
