import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findProblems } from '../parse.ts'

/**
 * One program a file, with one mistake, which is its name. `expected.json` says where it must be found, and words that
 * the remedy must have, since they are what its author has to know.
 */
interface Expected {
  readonly path: string
  readonly remedy: string
  /** Where it is not what stands at the path. */
  readonly given?: string
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as unknown
const expected = read('expected.json') as Record<string, Expected>
const files = readdirSync(new URL('.', import.meta.url))
  .filter((name) => /^\d{3}-.*\.json$/.test(name))
  .toSorted()

test('there are a hundred mistakes, and an answer to each', () => {
  expect(files.length).toBeGreaterThanOrEqual(100)
  expect(files).toEqual(Object.keys(expected).toSorted())
})

test.each(files)('%s', (file) => {
  const problems = findProblems(read(file))
  expect(problems).toHaveLength(1)
  const [{ path, given, remedy } = { path: '', given: '', remedy: '' }] = problems
  expect(path).toBe(expected[file]?.path)
  expect(remedy).toContain(expected[file]?.remedy)
  expect(remedy).toMatch(/^(?:Write|Add|Take|Give|Use|Name|Keep|Count|There is no) .*[.?]"?$/)
  expect(given).toBe(expected[file]?.given ?? shown(read(file), path, given))
})

/** What stands at `path`, as JSON in at most 80 characters; of a part of a text, that the text holds it. */
function shown(program: unknown, path: string, given: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], program)
  if (value === undefined) return 'nothing'
  const part: unknown = given.endsWith('…') ? undefined : JSON.parse(given)
  if (typeof value === 'string' && typeof part === 'string' && value.includes(part)) return given
  const json = JSON.stringify(value)
  return json.length > 80 ? `${json.slice(0, 79)}…` : json
}
