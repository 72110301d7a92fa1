import * as v from 'valibot'
import { copySchema } from './copy.ts'
import { id, locale } from './parts.ts'
import { areInOrder, localDate } from './season.ts'

const variantSchema = v.strictObject({
  id: v.pipe(id, v.description('As reports name it, e.g. "warm".')),
  weight: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(1000),
      v.description('Its share among the weights of all variants; 0 takes nobody.'),
    ),
    1,
  ),
  copy: v.optional(
    v.pipe(
      v.record(locale, v.partial(copySchema)),
      v.description('What it says otherwise than the program, by language; `rewards` renames incentives.'),
    ),
  ),
})

/** A test of what the widget says: the program as it is, the control, against variants of it. */
export const experimentSchema = v.pipe(
  v.strictObject({
    id: v.pipe(
      id,
      v.description(
        'Stable while it runs; the same test once more is a new id, so that people are drawn anew.',
      ),
    ),
    segment: v.optional(
      v.pipe(id, v.description('Who takes part: the id of a segment; without it, everyone.')),
    ),
    from: v.optional(v.pipe(localDate, v.description('The first day, in the program’s time zone.'))),
    to: v.optional(v.pipe(localDate, v.description('The last day.'))),
    control: v.pipe(id, v.description('The id of the variant that shows the program as it is.')),
    variants: v.pipe(
      v.array(variantSchema),
      v.minLength(2),
      v.maxLength(10),
      v.description('At least two; people are shared out among them by weight.'),
    ),
  }),
  v.forward(v.partialCheck([['from'], ['to']], areInOrder, 'the same day as `from`, or a later one'), ['to']),
  v.forward(
    v.partialCheck(
      [['variants']],
      ({ variants }) => new Set(variants.map((variant) => variant.id)).size === variants.length,
      'variants with ids that differ',
    ),
    ['variants'],
  ),
  v.forward(
    v.partialCheck(
      [['variants']],
      ({ variants }) => variants.filter(({ weight }) => weight > 0).length > 1,
      'variants of which at least two have a weight above 0',
    ),
    ['variants'],
  ),
  v.forward(
    v.partialCheck(
      [['control'], ['variants']],
      ({ control, variants }) =>
        variants.some(({ id, weight, copy }) => id === control && weight > 0 && !copy),
      'the id of a variant that has a weight above 0 and no copy: the control shows the program as it is',
    ),
    ['control'],
  ),
)

/** An experiment after parsing: every default is filled in. */
export type Experiment = v.InferOutput<typeof experimentSchema>
/** An experiment as an author writes it. */
export type ExperimentInput = v.InferInput<typeof experimentSchema>
export type Variant = Experiment['variants'][number]
