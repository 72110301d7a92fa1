import { Validator } from '@seriousme/openapi-schema-validator'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  operations,
  startTwoPrograms,
  unsupported,
  type KeyKind,
  type TwoPrograms,
} from '../every-route.fixture.ts'
import { problemSchema } from '../schemas/answers.ts'
import { describeWire, openPath } from './document.ts'
import type { Operation } from './operation.ts'

const keyFor: Record<Operation['door'], KeyKind> = {
  anyone: 'none',
  participant: 'participant',
  owner: 'secret',
  entry: 'link',
}

describe('the description of the wire', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...describeWire() })
    expect(result).toMatchObject({ valid: true })
  })

  it('has every route once, each with an id of its own', () => {
    const ids = operations.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const { paths } = describeWire() as { paths: Record<string, Record<string, object>> }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(described.toSorted()).toEqual(
      operations.map(({ method, path }) => `${method} ${openPath(path)}`).toSorted(),
    )
  })

  it('points at nothing that is not in it', () => {
    const text = JSON.stringify(describeWire())
    const { schemas } = (describeWire() as { components: { schemas: object } }).components
    for (const [, name] of text.matchAll(/"\$ref":"([^"]+)"/g))
      expect(Object.keys(schemas).map((key) => `#/components/schemas/${key}`)).toContain(name)
    expect(text).not.toContain('$defs')
  })
})

describe('what is described is what is answered', () => {
  let programs: TwoPrograms
  beforeEach(async () => void (programs = await startTwoPrograms()))
  afterEach(() => programs.close())

  it.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const response = await programs.ask(operation, keyFor[operation.door])
    const isProblem = unsupported.has(id) || ['askToLeave', 'leave', 'drawEntries'].includes(id)
    if (isProblem) return expectProblem(response)
    expect(response.status).toBe(operation.status)
    const type = response.headers.get('content-type')?.split(';')[0]
    const { answer } = operation
    if (answer === undefined) return expect([type, await response.text()]).toEqual([undefined, ''])
    expect(type).toBe(typeof answer === 'string' ? answer : 'application/json')
    if (typeof answer !== 'string') expect(v.safeParse(answer, await response.json()).issues).toBeUndefined()
  })

  it.each(
    operations.filter(({ door }) => door !== 'anyone').map((operation) => [operation.id, operation] as const),
  )('%s, refused', async (_, operation) => {
    const response = await programs.ask(operation, 'nonsense')
    expect(response.status).toBe(401)
    await expectProblem(response)
  })

  async function expectProblem(response: Response): Promise<void> {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const body = (await response.json()) as { status: number }
    expect(v.safeParse(problemSchema, body).issues).toBeUndefined()
    expect(body.status).toBe(response.status)
  }
})
