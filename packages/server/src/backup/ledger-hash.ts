import { createHash, type Hash } from 'node:crypto'
import type { Reader } from './reader.ts'

/** What is hashed, in this order: all that money rests on. */
const hashed = {
  gw_ledger: 'program, id, type, at, received_at, source, person, visitor, code, name, order_ref, body',
  gw_rewards:
    'program, id, incentive, participant, side, occurrence, state, give, amount, at, due, friend, reason',
} as const

/**
 * SHA-256, in hex, of the ledger and the rewards: table by table and program by program, each row as a JSON array and a
 * line, sorted by the bytes of its id. The same in SQLite and PostgreSQL.
 */
export async function hashLedger(reader: Reader): Promise<string> {
  const hash = createHash('sha256')
  for (const [table, columns] of Object.entries(hashed))
    for (const program of await programsIn(reader, table))
      await hashRows(hash, reader, table, columns, program)
  return hash.digest('hex')
}

async function hashRows(
  hash: Hash,
  reader: Reader,
  table: string,
  columns: string,
  program: string,
): Promise<void> {
  const names = columns.split(', ')
  hash.update(`${JSON.stringify([table, program])}\n`)
  const query = `select ${columns} from ${table} where program = ${literal(program)} order by id ${reader.byBytes}`
  for await (const row of reader.rows(query))
    hash.update(`${JSON.stringify(names.map((name) => row[name]))}\n`)
}

/** The programs that have rows in a table, sorted by their bytes. */
export async function programsIn(reader: Reader, table: string): Promise<string[]> {
  const programs: string[] = []
  for await (const { program } of reader.rows(`select distinct program from ${table}`))
    programs.push(String(program))
  return programs.toSorted()
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
