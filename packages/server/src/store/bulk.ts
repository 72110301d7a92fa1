import type { Write } from './transaction.ts'

/** What a column of a bulk statement holds; amounts that are summed are `double precision`, so that no sum overflows. */
export type ColumnType = 'text' | 'bigint' | 'double precision'

type Columns = Readonly<Record<string, ColumnType>>

/**
 * One statement for a list of rows, however long: PostgreSQL takes them as one JSON parameter, SQLite runs a prepared
 * statement for each. Both work through the list in its order, so sorted rows are locked in order.
 */
export interface Bulk {
  readonly sqlite: string
  /** The order in which SQLite's parameters are taken from a row; `program` is not one of its columns. */
  readonly parameters: readonly string[]
  readonly postgres: string
  /** Whether it answers with rows. */
  readonly returns: boolean
}

/**
 * Runs one bulk statement inside a transaction and returns what it returns. Where it returns nothing, it may fail as late
 * as when the transaction ends.
 */
export type RunBulk = <Row>(
  tx: Write,
  bulk: Bulk,
  program: string,
  rows: readonly object[],
) => Promise<readonly Row[]>

/** Adds rows to `into`; `then` is what follows: `on conflict …`, `returning …`. */
export function bulkInsert(into: string, columns: Columns, then: string): Bulk {
  const names = Object.keys(columns)
  const all = ['program', ...names].join(', ')
  return {
    sqlite: `insert into ${into} (${all}) values (${['program', ...names].map(() => '?').join(', ')}) ${then}`,
    parameters: ['program', ...names],
    postgres: `insert into ${into} (${all}) select $2::text, ${names.map((name) => `r.${name}`).join(', ')} from ${source(columns)} ${then}`,
    returns: then.includes('returning'),
  }
}

/**
 * Asks `select` once for each row; it names the program as `:program` and the row's columns as `:column`. The `offset`
 * keeps PostgreSQL from making one join of it, for which it may read a whole table.
 */
export function bulkSelect(columns: Columns, select: string): Bulk {
  return {
    ...prepared(select),
    postgres: `select found.* from ${source(columns)} cross join lateral (${filled(select)} offset 0) as found`,
    returns: true,
  }
}

/** As `bulkSelect`, and keeps what it finds from others until the transaction ends. SQLite has one writer anyway. */
export function bulkLock(columns: Columns, select: string): Bulk {
  return {
    ...prepared(select),
    postgres: `select found.* from ${source(columns)} cross join lateral (${filled(select)} for update) as found`,
    returns: true,
  }
}

/** Changes the rows of `table`, known as `t`, that `where` finds for each. */
export function bulkUpdate(table: string, columns: Columns, set: string, where: string): Bulk {
  return {
    ...prepared(`update ${table} as t set ${set} where ${where}`),
    postgres: `update ${table} as t set ${filled(set)} from ${source(columns)} where ${filled(where)}`,
    returns: false,
  }
}

/** Removes the rows of `table`, known as `t`, that `where` finds for each. */
export function bulkDelete(table: string, columns: Columns, where: string): Bulk {
  return {
    ...prepared(`delete from ${table} as t where ${where}`),
    postgres: `delete from ${table} as t using ${source(columns)} where ${filled(where)}`,
    returns: false,
  }
}

const name = /(?<!:):([a-z_]+)/g

function prepared(text: string): Pick<Bulk, 'sqlite' | 'parameters'> {
  const parameters = [...text.matchAll(name)].map(([, column]) => column!)
  return { sqlite: text.replaceAll(name, '?'), parameters }
}

const filled = (text: string): string =>
  text.replaceAll(name, (_, column: string) => (column === 'program' ? '$2::text' : `r.${column}`))

const source = (columns: Columns): string =>
  `json_to_recordset($1::json) as r(${Object.entries(columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')})`
