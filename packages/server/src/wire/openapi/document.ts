import { customerSchema, eventSchema } from '@goodword/program'
import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { moneySchema, participantSchema, problemSchema, rewardSchema } from '../schemas/answers.ts'
import type { Operation, QueryField } from './operation.ts'
import { ownerOperations } from './owner-operations.ts'
import { publicOperations } from './public-operations.ts'
import { siteOperations } from './site-operations.ts'
import { toolOperations } from './tool-operations.ts'

/** Every route of the wire. */
export const operations: readonly Operation[] = [
  ...publicOperations,
  ...ownerOperations,
  ...toolOperations,
  ...siteOperations,
]

/** What has a name of its own. */
const definitions: Record<string, GenericSchema> = {
  Customer: customerSchema,
  Event: eventSchema,
  Money: moneySchema,
  Participant: participantSchema,
  Reward: rewardSchema,
  Problem: problemSchema,
}

const config: ConversionConfig = {
  target: 'draft-2020-12',
  // What is sent and what arrives; rules that JSON Schema cannot say are told by the error's sentence.
  typeMode: 'input',
  errorMode: 'ignore',
  definitions,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}

/** A plain object of JSON. */
export type Json = { readonly [name: string]: unknown }

/** The wire as OpenAPI 3.1 describes it, made of the schemas that its routes parse with. */
export function describeWire(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of operations)
    (paths[openPath(operation.path)] ??= {})[operation.method] = describeOperation(operation)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Goodword',
      version: '1',
      description:
        'Referrals: events in, links and rewards out. Errors are problem details with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: toJsonSchemaDefs(definitions, config) as Json,
      securitySchemes: {
        identity: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A customer’s identity, signed by the site: HS256 or EdDSA; `sub`, `aud` (the program) and `exp` (a day at most), and if known `email` and `name`.',
        },
        secret: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A secret key of the program (`gw_sk_…`), from a server only, or a session of the owner’s page.',
        },
      },
    },
  }
}

/** `/v1/:program/keys/:id` → `/v1/{program}/keys/{id}`. */
export const openPath = (path: string): string => path.replaceAll(/:(\w+)(\{[^/]*\})?/g, '{$1}')

function describeOperation({ id, about, door, query = {}, body, status, answer, path }: Operation): Json {
  const inPath = [...openPath(path).matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const scheme = door === 'participant' ? 'identity' : door === 'anyone' ? undefined : 'secret'
  return {
    operationId: id,
    summary: about,
    security: scheme === undefined ? [] : [{ [scheme]: [] }],
    parameters: [...inPath, ...Object.entries(query).map(describeQuery)],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: toJson(body) } } },
    }),
    responses: {
      [status]: { description: about, ...(answer && { content: describeAnswer(answer) }) },
      default: {
        description: 'What went wrong, and the remedy.',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

const describeQuery = ([name, { about, values }]: [string, QueryField]): Json => ({
  name,
  in: 'query',
  description: about,
  schema: { type: 'string', ...(values && { enum: values }) },
})

const describeAnswer = (answer: NonNullable<Operation['answer']>): Json =>
  typeof answer === 'string'
    ? { [answer]: { schema: answer === 'application/json' ? { type: 'object' } : { type: 'string' } } }
    : { 'application/json': { schema: toJson(answer) } }

/** Without what belongs to a document of its own. */
function toJson(schema: GenericSchema): Json {
  const { $schema: _, $defs: _defs, ...rest } = toJsonSchema(schema, config) as Json
  return rest
}
