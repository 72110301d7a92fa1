import { afterAll, describe, expect, it } from 'vitest'
import {
  keyKinds,
  operations,
  routerPaths,
  startTwoPrograms,
  unsupported,
  type KeyKind,
} from './every-route.fixture.ts'
import type { Door, Operation } from './openapi/operation.ts'
import { told } from './wire.fixture.ts'

/** What each key is told at each kind of door; `in` is let in. */
const table: Readonly<Record<KeyKind, Readonly<Record<Exclude<Door, 'anyone'>, string>>>> = {
  none: { participant: '401 token-missing', owner: '401 key-missing', entry: '401 key-missing' },
  'public id': refused('key-wrong'),
  nonsense: refused('key-wrong'),
  participant: { participant: 'in', owner: '401 key-wrong', entry: '401 key-wrong' },
  'other participant': { participant: 'in', owner: '401 key-wrong', entry: '401 key-wrong' },
  'expired participant': { ...refused('key-wrong'), participant: '401 token-expired' },
  'other program’s participant': refused('key-wrong'),
  secret: { participant: '401 token-invalid', owner: 'in', entry: 'in' },
  'revoked secret': refused('key-wrong'),
  'other program’s secret': refused('key-wrong'),
  session: { participant: '401 token-invalid', owner: 'in', entry: '401 session-ended' },
  'other program’s session': refused('session-ended'),
  link: { participant: '401 token-invalid', owner: '401 session-ended', entry: 'in' },
}

function refused(code: string) {
  return { participant: '401 token-invalid', owner: `401 ${code}`, entry: `401 ${code}` }
}

/** Whoever shows a token at the way in is who it says, or nobody. */
const enrolment: Partial<Record<KeyKind, string>> = {
  none: 'in',
  participant: 'in',
  'other participant': 'in',
  'expired participant': '401 token-expired',
}

const expectation = ({ id, door }: Operation, kind: KeyKind): string => {
  if (id === 'enrol') return enrolment[kind] ?? '401 token-invalid'
  return door === 'anyone' ? 'in' : table[kind][door]
}

/** Who may read what is Amandine’s. */
const mayRead = ({ id, door }: Operation, kind: KeyKind): boolean =>
  expectation({ id, door } as Operation, kind) === 'in' &&
  (door === 'owner' || (kind === 'participant' && door !== 'entry'))

it('every route of the router is in the table of operations, and nothing else is', () => {
  const described = operations.map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual(routerPaths().toSorted())
})

describe('each key opens its own doors, and no other', () => {
  let tried = 0
  afterAll(() =>
    console.log(`every route × every key: ${operations.length} × ${keyKinds.length}, ${tried} tried`),
  )

  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_, operation) => {
      const programs = await startTwoPrograms()
      const kinds = [...keyKinds].sort((a) => (expectation(operation, a) === 'in' ? 1 : -1))
      let isFirst = true
      for (const kind of kinds) {
        const response = await programs.ask(operation, kind)
        const text = await response.clone().text()
        const answer = await told(response)
        const expected = expectation(operation, kind)
        tried++
        if (expected !== 'in') expect([kind, answer]).toEqual([kind, expected])
        else if (unsupported.has(operation.id)) expect(answer).toBe('501 unsupported')
        else {
          // The first who is let in does it; what the next find depends on what it was.
          if (isFirst && !hasConditions.has(operation.id))
            expect([kind, answer]).toEqual([kind, `${operation.status}`])
          expect([kind, answer, response.status < 500 && response.status !== 401]).toEqual([
            kind,
            answer,
            true,
          ])
          isFirst = false
        }
        if (!mayRead(operation, kind))
          for (const hers of programs.hers) expect([kind, text.includes(hers)]).toEqual([kind, false])
      }
      expect(programs.errors).toEqual([])
      await programs.close()
    },
  )
})

/** Routes that answer otherwise without what only a mail, or a month, brings. */
const hasConditions: ReadonlySet<string> = new Set(['askToLeave', 'leave', 'drawEntries'])
