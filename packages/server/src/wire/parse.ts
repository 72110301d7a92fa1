import * as v from 'valibot'
import { invalid } from './body.ts'

/** A body as its schema has it; the first thing that is wrong is told with its place. Throws `body-invalid`. */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  remedy?: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const place = v.getDotPath(issue)
  const what = issue.message.slice(0, 200)
  throw invalid(place === null ? what : `\`${place.slice(0, 80)}\`: ${what}`, remedy)
}
