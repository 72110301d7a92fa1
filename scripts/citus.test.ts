import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  conformanceCases,
  conformanceProgram,
  runCases,
  type Subject,
} from '../packages/adapters/src/conformance/index.ts'
import { parseProgram } from '../packages/program/src/index.ts'
import { sqlBackend } from '../packages/server/src/backend/sql-backend.ts'
import { openStore, type Store } from '../packages/server/src/store/store.ts'
import { chainsIn, refusals, refusedTables, statementsIn } from './citus.ts'
import { root } from './steps.ts'

const sources = globSync('packages/server/src/**/*.ts', { cwd: root })
  .filter((file) => !/\.(test|fixture)\.ts$|\/testing\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

/**
 * Migrations, a backup and what follows a restore go through everything, of all programs: Citus does that on all machines,
 * and nobody waits for it.
 */
const wholesale = /\/store\/migrations\/|\/backup\/|\/privacy\/replay\.ts$/

describe('tables that are distributed by program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-citus-'))
  const file = join(folder, 'goodword.db')
  let store: Store
  beforeAll(async () => void (store = await openStore({ file })))
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('have keys and indexes that begin with it, and refer to no other table', () => {
    const db = new DatabaseSync(file)
    expect(refusedTables(db)).toEqual([])
    expect(
      db.prepare("select count(*) as n from sqlite_master where name like 'gw_%'").get()!['n'],
    ).toBeGreaterThan(9)
    db.close()
  })

  it.each([
    ['create table gw_x (id text primary key, program text not null)', 'the key of gw_x begins with id'],
    [
      'create table gw_x (program text, id text, primary key (id, program))',
      'the key of gw_x begins with id',
    ],
    ['create table gw_x (program text, id text, unique (id))', 'an index of gw_x begins with id'],
    [
      'create table gw_x (program text, id text); create index gw_i on gw_x (id)',
      'an index of gw_x begins with id',
    ],
    ['create table gw_x (id text, primary key (id))', 'gw_x has no program'],
    [
      'create table gw_x (program text primary key); create table gw_y (program text primary key references gw_x (program))',
      'gw_y refers to gw_x',
    ],
  ])('would be refused as %s', (ddl, why) => {
    const db = new DatabaseSync(':memory:')
    db.exec(ddl)
    expect(refusedTables(db).join()).toContain(why)
    db.close()
  })

  it('count nothing up by themselves', () => {
    const strange = sources.filter(
      ({ file, text }) =>
        file.includes('/store/') &&
        /\bserial\b|\bbigserial\b|'identity'|autoIncrement\(|generatedAlwaysAsIdentity|addForeignKeyConstraint|\.references\(|nextval/.test(
          text,
        ),
    )
    expect(strange.map(({ file }) => file)).toEqual([])
  })

  it('are asked about one program at a time, in every statement that is written out', () => {
    const found = sources
      .filter(({ file }) => !wholesale.test(file))
      .flatMap(({ file, text }) => [
        ...statementsIn(text).flatMap((statement) =>
          refusals(statement).map((refusal) => ({ file, ...refusal })),
        ),
        ...chainsIn(text)
          .filter((chain) => !/program',\s*'='|gw_migrations/.test(chain))
          .map((statement) => ({ file, statement, why: 'no program' })),
      ])
    expect(found).toEqual([])
    expect(sources.flatMap(({ text }) => chainsIn(text)).length).toBeGreaterThan(20)
    expect(sources.filter(({ text }) => /skip locked/i.test(text)).map(({ file }) => file)).toEqual([])
  })

  /** How SQLite would find the rows of one look-up, if it is by no more than the program, or by a range of something. */
  function readsTooMuch(statement: string): string[] {
    const db = new DatabaseSync(file)
    const plan = db.prepare(`explain query plan ${statement}`).all()
    db.close()
    const found = plan.map(({ detail }) => String(detail))
    return found
      .filter((detail) => /^SCAN gw_|\(program=\?(?: AND \w+[<>]\?)*\)/.test(detail))
      .map((detail) => `${detail}: ${statement}`)
  }

  it('are asked about one program at a time by all that the backend does, and for no more than they need', async () => {
    const empty = await openStore({ file: ':memory:' })
    const statements = new Set<string>()
    const lookUps = new Set<string>()
    type Plugin = Parameters<Store['db']['withPlugin']>[0]
    const plugin: Plugin = {
      transformQuery({ node, queryId }) {
        statements.add(empty.db.getExecutor().compileQuery(node, queryId).sql)
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const db = empty.db.withPlugin(plugin)
    const watched: Store = {
      ...empty,
      db,
      transaction: (work) => db.transaction().execute(work),
      bulk: (tx, bulk, ...rows) => {
        statements.add(bulk.sqlite)
        lookUps.add(bulk.sqlite)
        return empty.bulk(tx, bulk, ...rows)
      },
    }
    const now = () => Date.now() + ahead
    let ahead = 0
    const backend = sqlBackend({ store: watched, program: parseProgram(conformanceProgram), now })
    const results = await runCases(conformanceCases, (): Subject => {
      ahead = 0
      return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
    })
    expect(results.filter(({ status }) => status === 'failed')).toEqual([])
    await backend.summary()
    await empty.close()
    expect([...statements].flatMap(refusals)).toEqual([])
    expect([...lookUps].flatMap(readsTooMuch)).toEqual([])
    expect(lookUps.size).toBeGreaterThan(25)
    expect(statements.size).toBeGreaterThan(60)
  }, 60_000)
})

describe('a statement that Citus refuses is found', () => {
  it.each([
    ['select * from gw_ledger where id = ?', '1 tables'],
    ['select * from "gw_ledger" where "gw_ledger"."id" in (?, ?)', '1 tables'],
    ['update gw_people set name = ? where id = ?', '1 tables'],
    ['delete from gw_bonds where friend = ?', '1 tables'],
    ['select * from gw_bonds b join gw_people p on p.id = b.friend where b.program = ?', '2 tables'],
    ['select * from gw_people where program = ? and id in (select friend from gw_bonds)', '2 tables'],
    ['select * from gw_ledger where program in (?, ?)', 'more than one program'],
    ['select * from gw_jobs where program = ? for update skip locked', 'SKIP LOCKED'],
    ['update gw_people set program = ? where program = ? and id = ?', 'distribution column'],
    ['insert into gw_people (id) values (?)', 'without a program'],
    [
      'insert into gw_people (program, id) values (?, ?) on conflict (id) do nothing',
      'does not begin with program',
    ],
    ["insert into gw_people (program, id) values (?, nextval('x'))", 'a sequence'],
  ])('%s', (statement, why) => {
    expect(
      refusals(statement)
        .map((found) => found.why)
        .join(),
    ).toContain(why)
  })

  it('also where it is built by calls', () => {
    const source =
      "const rows = await tx.selectFrom('gw_ledger').selectAll()\n  .where('id', '=', id)\n  .execute()\nuse(program)"
    expect(chainsIn(source).filter((chain) => !chain.includes('program'))).toHaveLength(1)
  })

  it.each([
    'select * from gw_ledger where program = ? and id = ?',
    'select name from gw_migrations',
    'select * from gw_bonds b join gw_people p on p.program = b.program and p.id = b.friend where b.program = ?',
    'insert into "gw_people" ("program", "id") values (?, ?) on conflict ("program", "id") do update set "name" = ?',
    'update "gw_people" set "name" = ? where "program" = ? and "id" = ? returning "id"',
  ])('and this one passes: %s', (statement) => {
    expect(refusals(statement)).toEqual([])
  })
})
