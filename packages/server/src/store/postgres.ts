import { CompiledQuery, PostgresDialect, type Dialect } from 'kysely'
import { createHash } from 'node:crypto'
import { Client, Pool, types } from 'pg'
import type { RunBulk } from './bulk.ts'
import { tell } from './pipelined.ts'

/** `int8`, and the `numeric` that a sum of them is: both arrive as text, because they may exceed a number. Ours do not. */
const numbers = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC])

/** Statements that are worth a plan of their own: there are some dozens, and each is run for every batch. */
const prepared = new Map<string, { readonly name: string; uses: number }>()

/**
 * A plan is kept for as long as its name: one that was made for an empty table, where every index is as good as any
 * other, is made anew after 8 uses, 32, and so on to 2,048, when PostgreSQL's own statistics have long taken over. The
 * few old ones stay: to give one up inside of a transaction could end that.
 */
const age = (uses: number): number => Math.min(5, Math.max(0, Math.floor(Math.log2(uses / 2) / 2)))

/**
 * There is an index for all that is asked: a plan that was made while a table was empty, or by what statistics say of a
 * program's first day, would read all of it for ever.
 */
const planning = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']
  .map((setting) => `set ${setting} = off`)
  .join('; ')

/** Gives the statements in `prepared` their names, so that a connection parses and plans each once. */
class PreparingClient extends Client {
  override query(...given: never[]): never {
    const [text, values, ...rest] = given as unknown[]
    const statement = typeof text === 'string' ? prepared.get(text) : undefined
    const query = super.query.bind(this) as (...args: unknown[]) => never
    if (!statement) return query(...given)
    return query({ name: `${statement.name}_${age(++statement.uses)}`, text, values }, ...rest)
  }
}

/** PostgreSQL by a pool of connections. */
export function openPostgres(url: string): { readonly dialect: Dialect; readonly bulk: RunBulk } {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    pipeline: true,
    Client: PreparingClient,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (...given: Parameters<typeof types.getTypeParser>) =>
        numbers.has(given[0]) ? Number : types.getTypeParser(...given),
    },
  })
  // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => undefined)
  // So would that of one in use: whoever uses it is told by the query that fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    void client.query(planning).catch(() => undefined)
  })
  return { dialect: new PostgresDialect({ pool }), bulk: runBulk }
}

const runBulk: RunBulk = async <Row>(
  ...[tx, { postgres, returns }, program, rows]: Parameters<RunBulk>
): Promise<readonly Row[]> => {
  if (rows.length === 0) return []
  if (!prepared.has(postgres))
    prepared.set(postgres, {
      name: `gw_${createHash('sha256').update(postgres).digest('hex').slice(0, 16)}`,
      uses: 0,
    })
  const query = CompiledQuery.raw(postgres, [JSON.stringify(rows), program])
  if (!returns && tell(tx, query)) return []
  const answer = await tx.executeQuery<Row>(query)
  return answer.rows
}
