import type * as v from 'valibot'
import type { Problem } from './errors.ts'
import { nearest } from './nearest.ts'
import { descriptionAt, unknownKeys, type PathKey, type SchemaNode } from './schema-walk.ts'

type Issue = v.BaseIssue<unknown>

/** Turns what the validator found into problems that say what to write, and adds every key that it does not know. */
export function problemsOf(schema: SchemaNode, input: unknown, issues: readonly Issue[]): Problem[] {
  const unknown = [...unknownKeys(schema, input)].map(({ path, key, known }): Problem => {
    const meant = nearest(key, known)
    const names = known.map((name) => `\`${name}\``).join(', ')
    const remedy = meant
      ? `There is no \`${shorten(key)}\` here; did you mean \`${meant}\`?`
      : `There is no \`${shorten(key)}\` here. Take it out, or use one of ${names}.`
    return problem(path, valueAt(input, path), remedy)
  })
  const rest = issues
    .filter((issue) => issue.expected !== 'never')
    .map((issue): Problem => {
      const path = pathOf(issue)
      return problem(path, issue.input, remedyFor(schema, input, issue, path))
    })
  return [...rest, ...unknown]
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
  const saysItself = issue.type === 'regex' || issue.type === 'check'
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
