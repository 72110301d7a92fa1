import { CompiledQuery, PostgresDialect, type Dialect } from 'kysely'
import { Pool, types } from 'pg'
import type { RunBulk } from './bulk.ts'

/** `int8`, and the `numeric` that a sum of them is: both arrive as text, because they may exceed a number. Ours do not. */
const numbers = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC])

/** PostgreSQL by a pool of connections. */
export function openPostgres(url: string): { readonly dialect: Dialect; readonly bulk: RunBulk } {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (...given: Parameters<typeof types.getTypeParser>) =>
        numbers.has(given[0]) ? Number : types.getTypeParser(...given),
    },
  })
  // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => undefined)
  // So would that of one in use: whoever uses it is told by the query that fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { dialect: new PostgresDialect({ pool }), bulk: runBulk }
}

const runBulk: RunBulk = async <Row>(
  ...[tx, { postgres }, program, rows]: Parameters<RunBulk>
): Promise<readonly Row[]> => {
  if (rows.length === 0) return []
  const answer = await tx.executeQuery<Row>(CompiledQuery.raw(postgres, [JSON.stringify(rows), program]))
  return answer.rows
}
