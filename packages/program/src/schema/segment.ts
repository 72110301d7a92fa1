import * as v from 'valibot'
import { isLocalDate } from '../seasons/calendar.ts'
import { id } from './parts.ts'

/** A condition over attributes; see `judge` for what it means. */
export type Condition =
  | { readonly type: 'equals'; readonly attribute: string; readonly value: string | number | boolean }
  | {
      readonly type: 'one-of'
      readonly attribute: string
      readonly values: readonly (string | number | boolean)[]
    }
  | { readonly type: 'at-least' | 'at-most'; readonly attribute: string; readonly value: number | string }
  | { readonly type: 'exists'; readonly attribute: string }
  | { readonly type: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly type: 'not'; readonly of: Condition }

const attribute = v.pipe(
  v.string(),
  v.regex(/^[\w.-]{1,64}$/, 'an attribute’s name such as "plan"'),
  v.description('The name of an attribute, e.g. "plan".'),
)
const value = v.union(
  [v.pipe(v.string(), v.maxLength(200)), v.pipe(v.number(), v.finite()), v.boolean()],
  'a text, a number, true or false',
)
const comparable = 'a number, or a day such as "2026-03-31"'
const bound = v.union(
  [v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.check(isLocalDate, comparable))],
  comparable,
)
const least = v.pipe(bound, v.description('This, or more.'))
const most = v.pipe(bound, v.description('This, or less.'))

const leaves = [
  v.strictObject({
    type: v.literal('equals'),
    attribute,
    value: v.pipe(value, v.description('What it is.')),
  }),
  v.strictObject({
    type: v.literal('one-of'),
    attribute,
    values: v.pipe(v.array(value), v.minLength(1), v.maxLength(200), v.description('One of these.')),
  }),
  v.strictObject({ type: v.literal('at-least'), attribute, value: least }),
  v.strictObject({ type: v.literal('at-most'), attribute, value: most }),
  v.strictObject({ type: v.literal('exists'), attribute }),
] as const

const groups = <S extends v.GenericSchema>(condition: S) => {
  const several = v.pipe(
    v.array(condition),
    v.minLength(1),
    v.maxLength(50),
    v.description('What must hold: all of these, or any of them.'),
  )
  return [
    v.strictObject({ type: v.literal('all'), of: several }),
    v.strictObject({ type: v.literal('any'), of: several }),
    v.strictObject({ type: v.literal('not'), of: condition }),
  ] as const
}

// Three levels of groups, written out: what is deeper nobody can read, and a schema that is finite is walked easily.
const says = 'What must be so.'
const level0 = v.pipe(v.variant('type', [...leaves]), v.description(says))
const level1 = v.pipe(v.variant('type', [...leaves, ...groups(level0)]), v.description(says))
const level2 = v.pipe(v.variant('type', [...leaves, ...groups(level1)]), v.description(says))

// Annotated, so that the published types say `Condition` instead of a megabyte of what it is made of.
/** A condition, with groups in groups at most three deep. */
export const conditionSchema: v.GenericSchema<Condition> = v.pipe(
  v.variant('type', [...leaves, ...groups(level2)]),
  v.description(says),
)

/** The levels under names of their own, so that a JSON Schema says each of them once: pass them as `definitions`. */
export const conditionDefinitions: Readonly<Record<string, v.GenericSchema>> = {
  condition: conditionSchema,
  innerCondition: level2,
  innermostCondition: level1,
  plainCondition: level0,
}

/** Some of the customers, by what the site’s signed identity says of them. */
export const segmentSchema = v.strictObject({
  id: v.pipe(id, v.description('As incentives and experiments name it, e.g. "loyal".')),
  where: v.pipe(conditionSchema, v.description('What the attributes of the signed identity must be.')),
})

export type Segment = { readonly id: string; readonly where: Condition }
