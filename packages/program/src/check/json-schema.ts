import { toJsonSchema } from '@valibot/to-json-schema'
import { programSchema } from '../schema/program.ts'
import { conditionDefinitions } from '../schema/segment.ts'

/**
 * The JSON Schema of a program file, for editors to complete and check it: all that one field says for itself. What one
 * says of another only `parseProgram` knows. For scripts: it needs a library that the package does not ship.
 */
export function programJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = toJsonSchema(programSchema, {
    typeMode: 'input',
    // Checks that are functions have no words in JSON Schema.
    errorMode: 'ignore',
    definitions: conditionDefinitions,
  })
  return {
    $schema,
    title: 'A Goodword referral program',
    description: 'Who is rewarded for what, and the words that say so.',
    ...schema,
  }
}

/** The text of the shipped file `program.schema.json`. */
export const programJsonSchemaText = (): string => `${JSON.stringify(programJsonSchema(), null, 2)}\n`
