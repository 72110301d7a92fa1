import * as v from 'valibot'
import type { Problem } from '../errors.ts'
import { nearest } from './nearest.ts'
import {
  descriptionAt,
  resolve,
  schemaAt,
  unknownKeys,
  type PathKey,
  type SchemaNode,
} from './schema-walk.ts'

type Issue = v.BaseIssue<unknown>

/** Turns what the validator found into problems that say what to write, and adds every key that it does not know. */
export function problemsOf(schema: SchemaNode, input: unknown, issues: readonly Issue[]): Problem[] {
  const unknown = [...unknownKeys(schema, input)]
  const told = new Set(unknown.map(({ path }) => JSON.stringify(path)))
  const meant = new Set<string>()
  const problems = unknown.map(({ path, key, known }): Problem => {
    if (key === undefined) return problem(path, valueAt(input, path), 'Write an object, { … }, and no list.')
    const name = nearest(key, known)
    if (name !== undefined) meant.add(JSON.stringify([...path.slice(0, -1), name]))
    const names = known.map((name) => `\`${name}\``).join(', ')
    const remedy = name
      ? `There is no \`${shorten(key)}\` here; did you mean \`${name}\`?`
      : `There is no \`${shorten(key)}\` here. Take it out, or use one of ${names}.`
    return problem(path, valueAt(input, path), remedy)
  })
  // What is in something that does not belong there is not wrong as well, and what is only misspelt is not missing.
  const isTold = (path: readonly PathKey[]): boolean =>
    path.some((_, index) => told.has(JSON.stringify(path.slice(0, index)))) || told.has(JSON.stringify(path))
  const rest = issues
    .flatMap((issue) => withinUnion(schema, input, issue))
    .filter((issue) => !isTold(pathOf(issue)))
    .filter((issue) => issue.received !== 'undefined' || !meant.has(JSON.stringify(pathOf(issue))))
    .map((issue): Problem => {
      const path = pathOf(issue)
      // A check of two fields together is given their object, but stands at one of them.
      const given = issue.type === 'partial_check' ? valueAt(input, path) : issue.input
      return problem(path, given, remedyFor(schema, input, issue, path))
    })
  return [...rest, ...problems]
}

/** Of a union the validator says only that nothing fits; what is wrong with the option that was meant says more. */
function withinUnion(schema: SchemaNode, input: unknown, issue: Issue): Issue[] {
  const option = issue.type === 'union' ? schemaAt(schema, input, pathOf(issue)) : undefined
  const meant = option && resolve(option, issue.input)
  if (!meant || meant === option) return [issue]
  const { issues = [] } = v.safeParse(meant as unknown as v.GenericSchema, issue.input)
  return issues.flatMap((inner) =>
    withinUnion(schema, input, {
      ...inner,
      path: [...(issue.path ?? []), ...(inner.path ?? [])] as unknown as NonNullable<Issue['path']>,
    }),
  )
}

/** In the order of the schema's fields, and of the lists in them. */
export function sortProblems(schema: SchemaNode, problems: readonly Problem[]): Problem[] {
  const fields = Object.keys(schema.entries ?? {})
  const place = ({ path }: Problem): readonly [number, number] => {
    const [field = '', index] = path.split('.')
    const known = fields.indexOf(field)
    return [known < 0 ? fields.length : known, Number(index) || 0]
  }
  return problems.toSorted((a, b) => {
    const [x, y] = [place(a), place(b)]
    return x[0] - y[0] || x[1] - y[1]
  })
}

/** A problem in the one form: path with dots, value as JSON in at most 80 characters. */
export const problem = (path: readonly PathKey[], given: unknown, remedy: string): Problem => ({
  path: path.map((key) => shorten(String(key))).join('.'),
  given: show(given),
  remedy,
})

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  try {
    return shorten(JSON.stringify(value) ?? typeof value)
  } catch {
    // A circle, a bigint: only a program written in code can hold one.
    return typeof value
  }
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

const pathOf = (issue: Issue): PathKey[] => (issue.path ?? []).map(({ key }) => key as PathKey)

function valueAt(input: unknown, path: readonly PathKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PathKey, unknown>)[key], input)
}

function remedyFor(schema: SchemaNode, input: unknown, issue: Issue, path: readonly PathKey[]): string {
  const last = path.at(-1)
  const says = descriptionAt(schema, input, path)
  const about = says ? ` ${says}` : ''
  if (issue.received === 'undefined' && last !== undefined) {
    const choices = choicesOf(issue)
    return choices ? `Add \`${last}\`: ${list(choices)}.${about}` : `Add \`${last}\`.${about}`
  }
  const saysItself = ['regex', 'check', 'partial_check'].includes(issue.type)
  return `${remedyByType(issue)}${saysItself ? '' : about}`
}

function remedyByType(issue: Issue): string {
  const { type, requirement, input } = issue
  const choices = choicesOf(issue)
  if (choices) {
    const meant = typeof input === 'string' ? nearest(input, choices) : undefined
    return `Write ${list(choices)}${meant ? `; did you mean "${meant}"?` : '.'}`
  }
  const unit = typeof input === 'string' ? 'characters' : 'entries'
  switch (type) {
    case 'string':
      return 'Write a text in quotes.'
    case 'number':
      return 'Write a number, without quotes.'
    case 'boolean':
      return 'Write true or false, without quotes.'
    case 'array':
      return 'Write a list: [ … ].'
    case 'strict_object':
    case 'record':
    case 'variant':
      return 'Write an object: { … }.'
    case 'integer':
    case 'safe_integer':
      return 'Write a whole number.'
    case 'min_value':
      return `Write ${String(requirement)} or more.`
    case 'max_value':
      return `Write ${String(requirement)} or less.`
    case 'min_length':
      return typeof input === 'string' ? 'Write something.' : 'Give at least one.'
    case 'max_length':
      return `Keep it to ${String(requirement)} ${unit}; it has ${(input as { length: number }).length}.`
    default:
      return `Write ${issue.message}.`
  }
}

/** `("each" | "first")`, as the validator lists what it expects. */
function choicesOf({ type, expected }: Issue): string[] | undefined {
  if (type !== 'picklist' && type !== 'variant' && type !== 'literal') return undefined
  const choices = [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(([, choice]) => choice!)
  return choices.length > 0 ? choices : undefined
}

const list = (choices: readonly string[]): string => {
  const quoted = choices.map((choice) => `"${choice}"`)
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
