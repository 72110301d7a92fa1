import { GoodwordError } from '@goodword/program'
import type { AuditHead } from '../audit/audit-log.ts'
import { hashLedger } from './ledger-hash.ts'
import type { Reader } from './reader.ts'

/** What a database holds: to compare a copy with what was copied. */
export interface Contents {
  /** `hashLedger`. */
  readonly ledger: string
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  /** Where each program's audit log ends. */
  readonly audit: Readonly<Record<string, AuditHead>>
  readonly migrations: readonly string[]
}

/** What lies beside a backup, as `<file>.json`. */
export interface Manifest extends Contents {
  readonly format: 'goodword-backup-1'
  /** Epoch milliseconds. */
  readonly at: number
  readonly bytes: number
  /** SHA-256 of the file, in hex. */
  readonly sha256: string
}

/** Reads a database through, once. */
export async function readContents(reader: Reader): Promise<Contents> {
  const rows: Record<string, number> = {}
  for (const table of reader.tables)
    for await (const { count } of reader.rows(`select count(*) as count from ${table}`))
      rows[table] = Number(count)
  const audit: Record<string, AuditHead> = {}
  if (reader.tables.includes('gw_audit_heads'))
    for await (const { program, seq, hash } of reader.rows('select program, seq, hash from gw_audit_heads'))
      audit[String(program)] = { seq: Number(seq), hash: String(hash) }
  const migrations: string[] = []
  for await (const { name } of reader.rows('select name from gw_migrations')) migrations.push(String(name))
  return { ledger: await hashLedger(reader), rows, audit, migrations: migrations.toSorted() }
}

/** Reads a manifest's text. Throws `backup-invalid`. */
export function parseManifest(text: string, file: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new GoodwordError(
      'backup-invalid',
      `"${file}" is no manifest of a backup. Use one that is whole.`,
      {
        cause,
      },
    )
  }
  const manifest = value as Partial<Manifest>
  if (manifest?.format === 'goodword-backup-1' && typeof manifest.ledger === 'string')
    return manifest as Manifest
  throw new GoodwordError(
    'backup-invalid',
    `"${file}" is no manifest of a backup that this version can read. Use the version that made it.`,
  )
}
