import { GoodwordError } from '@goodword/program'
import { readFile, stat } from 'node:fs/promises'
import { hashFile } from './files.ts'
import { parseManifest, readContents, type Contents, type Manifest } from './manifest.ts'
import { readSqlite } from './reader.ts'

const remedy = 'Do not use it; take another backup.'

/** Whether a backup is what its manifest says, to the byte and to the row. Rejects with `backup-invalid`. */
export async function checkBackup(file: string): Promise<Manifest> {
  const manifest = parseManifest(await read(`${file}.json`), `${file}.json`)
  const { size } = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  if (size !== manifest.bytes)
    throw invalid(`"${file}" has ${size} bytes, and had ${manifest.bytes} when it was made. ${remedy}`)
  if ((await hashFile(file)) !== manifest.sha256)
    throw invalid(`"${file}" was changed since it was made: its SHA-256 is another. ${remedy}`)
  const differences = compareContents(manifest, await readSqlite(file, readContents))
  if (differences.length > 0)
    throw invalid(`"${file}" does not hold what its manifest says: ${differences.join('; ')}. ${remedy}`)
  return manifest
}

/** What differs between two databases that should hold the same, as sentences. */
export function compareContents(expected: Contents, found: Contents): string[] {
  const tables = new Set([...Object.keys(expected.rows), ...Object.keys(found.rows)])
  // Keys of addresses come and go by the week, and a backup has none of these.
  tables.delete('gw_trace_keys')
  const counts = [...tables].toSorted().flatMap((table) => {
    const [before, after] = [expected.rows[table] ?? 0, found.rows[table] ?? 0]
    return before === after ? [] : [`${table} has ${after} rows instead of ${before}`]
  })
  return [
    ...counts,
    ...(expected.ledger === found.ledger ? [] : ['the ledger or the rewards have another hash']),
  ]
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

const invalid = (message: string): GoodwordError => new GoodwordError('backup-invalid', message)

const unreadable = (file: string, cause: unknown): GoodwordError =>
  new GoodwordError(
    'backup-invalid',
    `"${file}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. A backup is two files, FILE and FILE.json; both are needed.`,
    { cause },
  )
