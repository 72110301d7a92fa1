import { readFileSync, renameSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** How far an import from a vendor has come; whoever goes on begins here. */
export interface VendorProgress {
  /** First everybody, then who brought whom, then what was given for it. */
  readonly phase: 'people' | 'referrals' | 'rewards'
  /** When the import began, epoch milliseconds. */
  readonly startedAt: number
  /** Of the next page of people. */
  readonly cursor?: string
  /** The vendor's id of whose referrals came last. */
  readonly after?: string
  /** By participant: rewards that the vendor has not given, where there are any. */
  readonly owed: Readonly<Record<string, number>>
}

/** Where the progress is kept between two runs. */
export interface ProgressFile {
  /** `undefined` where none is under way. */
  read(): VendorProgress | undefined
  save(progress: VendorProgress): void
  /** The import is through: the next one begins anew. */
  remove(): void
}

/** A file that is replaced as a whole, so that a crash leaves the one before. Anything else in it counts as none. */
export function progressFile(path: string): ProgressFile {
  return {
    read() {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as VendorProgress
      } catch {
        return undefined
      }
    },
    save(progress) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify(progress), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
    remove: () => rmSync(path, { force: true }),
  }
}
