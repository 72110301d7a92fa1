import { GoodwordError } from '@goodword/program'
import { existsSync } from 'node:fs'
import { chmod, copyFile, rm, stat, writeFile } from 'node:fs/promises'
import { backup as copyOnline, DatabaseSync } from 'node:sqlite'
import { hashFile, settleFile } from './files.ts'
import { readContents, type Manifest } from './manifest.ts'
import { readSqlite } from './reader.ts'

/** What to copy, and where to. */
export interface BackupOptions {
  /** The database file of a server that may be at work. */
  readonly from: string
  /** The backup; its manifest lies beside it, as `<to>.json`. */
  readonly to: string
  /** The key file, if it is to lie beside it as well, as `<to>.keys.json`. */
  readonly keys?: string | undefined
  /** Replace a backup of the same name. */
  readonly force?: boolean
  readonly now?: () => number
}

/**
 * Copies a SQLite store as it is at one moment, while a server goes on writing. The backup is there whole or not at all,
 * readable by its owner only.
 *
 * Rejects with `store-missing`, `backup-exists`, or `backup-failed`, for example for a full disk.
 */
export async function backup(options: BackupOptions): Promise<Manifest> {
  const { from, to, keys, force = false, now = Date.now } = options
  if (!existsSync(from))
    throw new GoodwordError(
      'store-missing',
      `There is no database "${from}". Name the folder that \`goodword serve\` uses by --data.`,
    )
  if (existsSync(to) && !force)
    throw new GoodwordError('backup-exists', `"${to}" exists. Choose another name, or replace it by --force.`)
  const draft = `${to}.${process.pid}.part`
  try {
    await copy(from, draft)
    const manifest: Manifest = {
      format: 'goodword-backup-1',
      at: now(),
      bytes: (await stat(draft)).size,
      sha256: await hashFile(draft),
      ...(await readSqlite(draft, readContents)),
    }
    await writeFile(`${draft}.json`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    if (keys !== undefined && existsSync(keys)) {
      await copyFile(keys, `${draft}.keys.json`)
      await chmod(`${draft}.keys.json`, 0o600)
      await settleFile(`${draft}.keys.json`, `${to}.keys.json`)
    }
    await settleFile(draft, to)
    // Last: a backup without its manifest is one that did not come to its end.
    await settleFile(`${draft}.json`, `${to}.json`)
    return manifest
  } catch (cause) {
    await Promise.all(
      ['', '.json', '.keys.json', '-journal', '-wal', '-shm'].map((end) =>
        rm(`${draft}${end}`, { force: true }),
      ),
    )
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GoodwordError(
      'backup-failed',
      `"${to}" was not written: ${why}. Check that its folder is there, may be written to, and has room for ${await sizeOf(from)} bytes.`,
      { cause },
    )
  }
}

async function copy(from: string, draft: string): Promise<void> {
  // Made here, so that nobody else can read it at any moment.
  await writeFile(draft, '', { mode: 0o600 })
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    // All pages in one step, from one snapshot: a copy in pieces begins anew with every commit of the server.
    await copyOnline(source, draft, { rate: 2_147_483_647 })
  } finally {
    source.close()
  }
  const copied = new DatabaseSync(draft)
  try {
    // One file, without a log beside it.
    copied.exec('pragma journal_mode = delete')
    forgetTraceKeys(copied)
  } finally {
    copied.close()
  }
}

/**
 * The weekly keys of addresses stay behind, to the byte: without them nobody turns the hashes in a copy back, however long
 * it is kept. A store that is restored makes new ones.
 */
function forgetTraceKeys(database: DatabaseSync): void {
  const isThere = database.prepare("select 1 from sqlite_master where name = 'gw_trace_keys'").get()
  if (!isThere) return
  database.exec('pragma secure_delete = on')
  database.exec('delete from gw_trace_keys where period >= 0')
}

const sizeOf = async (file: string): Promise<number> => (await stat(file)).size
