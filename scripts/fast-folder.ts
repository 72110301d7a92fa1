import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const memory = '/dev/shm'
/** Bytes: what the tests of several projects at once have on it is a tenth of that. */
const enough = 2e9

/**
 * Where tests keep their databases: in memory where there is plenty of it, so that no commit waits for a disk that
 * nobody will read again; else the folder for temporary files.
 */
export function fastFolder(): string {
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > enough ? memory : tmpdir()
}
