import {
  CompiledQuery,
  Transaction,
  type ConnectionProvider,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
} from 'kysely'
import type { Tables } from './tables.ts'
import type { Write } from './transaction.ts'

/** Answers that nobody has waited for yet, of transactions that are open, in the order of their statements. */
const unawaited = new WeakMap<Write, Promise<unknown>[]>()

/**
 * Runs `work` in a transaction whose statements go out at once, one behind the other, without waiting for the answers to
 * those before: PostgreSQL works through them in order. So what is asked for together, by `together`, costs one way
 * there and back, and what is only told, by `tell`, costs none.
 *
 * Rejects with the error of the first statement that failed; those after it only say that the transaction is over.
 */
export function pipelined<T>(
  db: Kysely<Tables>,
  dialect: Dialect,
  work: (tx: Write) => Promise<T>,
): Promise<T> {
  const pool = db.getExecutor()
  return pool.provideConnection(async (connection) => {
    let isOver = false
    const provide: ConnectionProvider['provideConnection'] = async (use) => {
      // What was asked for beside that which failed must not reach whoever has the connection next.
      if (isOver) throw new Error('The transaction is over.')
      return use(connection)
    }
    const tx: Write = new Transaction<Tables>({
      config: { dialect },
      dialect,
      driver: dialect.createDriver(),
      executor: pool.withConnectionProvider({ provideConnection: provide }),
    })
    const told: Promise<unknown>[] = [say(connection, 'begin')]
    unawaited.set(tx, told)
    try {
      const answer = await work(tx)
      isOver = true
      const commit = say(connection, 'commit')
      await settled([...told, commit])
      // Where a statement failed and nobody minded, PostgreSQL answers a commit by undoing all of it.
      const { rows } = await commit
      if (rows[0]?.command !== 'COMMIT') throw new Error('PostgreSQL undid the transaction.')
      return answer
    } catch (error) {
      isOver = true
      await say(connection, 'rollback').catch(() => undefined)
      await settled(told)
      throw error
    } finally {
      unawaited.delete(tx)
    }
  })
}

/** Sends a statement whose answer holds nothing; false outside of such a transaction, where nothing was sent. */
export function tell(tx: Write, query: CompiledQuery): boolean {
  const told = unawaited.get(tx)
  if (!told) return false
  const answer = tx.executeQuery(query)
  // It is heard of when the transaction ends.
  answer.catch(() => undefined)
  told.push(answer)
  return true
}

function say(connection: DatabaseConnection, statement: string) {
  const answer = connection.executeQuery<{ readonly command: string }>(CompiledQuery.raw(statement))
  answer.catch(() => undefined)
  return answer
}

/** Resolves when all are answered; rejects with the first error in their order. */
async function settled(answers: readonly Promise<unknown>[]): Promise<void> {
  for (const answer of await Promise.allSettled(answers))
    if (answer.status === 'rejected') throw answer.reason
}
