import { GoodwordError } from '@goodword/program'
import { existsSync } from 'node:fs'
import { verifyAudit, type AuditHead } from '../audit/audit-log.ts'
import { openStore, type StoreLocation } from '../store/store.ts'
import { readContents, type Contents } from './manifest.ts'
import { readPostgres, readSqlite } from './reader.ts'

/** What a store holds, and what is wrong with its audit logs. */
export interface Verification extends Contents {
  readonly problems: readonly string[]
}

/**
 * Reads a whole store, which may be at work, and checks its audit logs; with `known`, heads from before, also that no
 * log was written anew. Rejects with `store-missing` or `store-unavailable`.
 */
export async function verifyStore(
  location: StoreLocation,
  known: Readonly<Record<string, AuditHead>> = {},
): Promise<Verification> {
  if ('file' in location && !existsSync(location.file))
    throw new GoodwordError(
      'store-missing',
      `There is no database "${location.file}". Name the folder that \`goodword serve\` uses by --data.`,
    )
  const store = await openStore(location)
  try {
    const contents =
      'file' in location
        ? await readSqlite(location.file, readContents)
        : await readPostgres(store, readContents)
    const problems: string[] = []
    for (const program of new Set([...Object.keys(contents.audit), ...Object.keys(known)])) {
      const { ok, broken } = await verifyAudit(store.db, program, known[program])
      if (!ok && broken) problems.push(`the audit log of "${program}": line ${broken.seq} is ${broken.why}`)
    }
    return { ...contents, problems }
  } finally {
    await store.close()
  }
}
