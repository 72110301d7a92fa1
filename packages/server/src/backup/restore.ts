import { GoodwordError } from '@goodword/program'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MailKeys } from '../privacy/mail-wishes.ts'
import { listErasures, listMailKeys, replayErasures, type Erasure } from '../privacy/replay.ts'
import { openStore } from '../store/store.ts'
import { checkBackup } from './check.ts'
import { settleFile } from './files.ts'
import type { Manifest } from './manifest.ts'

/** What to put back, and where. */
export interface RestoreOptions {
  /** The backup; its manifest must lie beside it. */
  readonly from: string
  /** The database file of a server that is not running. */
  readonly to: string
  /** Replace a database that holds something; it is kept beside the new one. */
  readonly force?: boolean
  /** Who was erased since, as far as the database that is replaced does not know. */
  readonly erasures?: readonly Erasure[]
  readonly now?: () => number
}

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest
  readonly migrated: readonly string[]
  /** People of the backup who had been erased since, and are erased again. */
  readonly erased: number
  /** Whether the database that was replaced could not be asked whom it had erased. */
  readonly unasked: boolean
  /** Where the database that was replaced is now. */
  readonly kept?: string
  /** Whether a key file was put back. */
  readonly keys: boolean
}

/**
 * Puts a backup in the place of a store: checked first, brought up to date, and without those who asked to be forgotten
 * since it was made. The store is replaced in one step, or not at all.
 *
 * Rejects with `backup-invalid`, `store-live`, `store-not-empty`, `store-newer` or `restore-failed`.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { from, to, force = false, now = Date.now } = options
  const manifest = await checkBackup(from)
  await mkdir(dirname(to), { recursive: true })
  const isEmpty = await isFree(to)
  if (!isEmpty && !force)
    throw new GoodwordError(
      'store-not-empty',
      `"${to}" holds data, which a restore would replace. Restore into another folder by --data, or say --force: what is there is then kept beside it.`,
    )
  const draft = `${to}.${process.pid}.part`
  try {
    await copyFile(from, draft)
    await chmod(draft, 0o600)
    const known = existsSync(to) ? await erasuresIn(to) : { erasures: [], keys: [] }
    const unasked = known === undefined
    const store = await openStore({ file: draft })
    const list = [...(known?.erasures ?? []), ...(options.erasures ?? [])]
    const erased = await replayErasures(store, list, now, known?.keys).finally(() => store.close())
    requireFree(to)
    const kept = isEmpty ? undefined : `${to}.before-${now()}`
    if (kept !== undefined) await rename(to, kept)
    for (const end of ['-wal', '-shm']) await rm(`${to}${end}`, { force: true })
    await settleFile(draft, to)
    const keys = await restoreKeys(from, dirname(to))
    return { manifest, migrated: store.migrated, erased, unasked, keys, ...(kept !== undefined && { kept }) }
  } catch (cause) {
    if (cause instanceof GoodwordError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GoodwordError(
      'restore-failed',
      `"${to}" was not written: ${why}. Check that its folder may be written to, and has room for ${manifest.bytes} bytes.`,
      { cause },
    )
  } finally {
    for (const end of ['', '-wal', '-shm']) await rm(`${draft}${end}`, { force: true })
  }
}

/** Whether nothing would be lost there. Rejects with `store-live` while a server has it open. */
async function isFree(file: string): Promise<boolean> {
  if (!existsSync(file)) return true
  requireFree(file)
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const has = (table: string) =>
      database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) &&
      database.prepare(`select 1 from ${table} limit 1`).get()
    return !['gw_people', 'gw_ledger'].some(has)
  } catch {
    return false
  } finally {
    database.close()
  }
}

/** Leaving the write-ahead log is possible only for whoever is alone with the file; it empties the log as well. */
function requireFree(file: string): void {
  if (!existsSync(file)) return
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma busy_timeout = 500')
    database.exec('pragma journal_mode = delete')
  } catch (cause) {
    const isBusy = (cause as { errcode?: unknown }).errcode === 5
    if (!isBusy) return
    throw new GoodwordError(
      'store-live',
      `"${file}" is in use. Stop the server first; nothing was changed.`,
      { cause },
    )
  } finally {
    database.close()
  }
}

/** Whoever was erased in the store that is replaced must not come back by an older copy. */
async function erasuresIn(
  file: string,
): Promise<{ readonly erasures: Erasure[]; readonly keys: MailKeys } | undefined> {
  try {
    const store = await openStore({ file })
    try {
      return { erasures: await listErasures(store), keys: await listMailKeys(store) }
    } finally {
      await store.close()
    }
  } catch {
    // What cannot be opened is the reason for the restore.
    return undefined
  }
}

async function restoreKeys(from: string, folder: string): Promise<boolean> {
  const [saved, file] = [`${from}.keys.json`, join(folder, 'keys.json')]
  if (!existsSync(saved) || existsSync(file)) return false
  await copyFile(saved, `${file}.part`)
  await chmod(`${file}.part`, 0o600)
  await settleFile(`${file}.part`, file)
  return true
}
