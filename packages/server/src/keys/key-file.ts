import { GoodwordError } from '@goodword/program'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** What the data folder keeps of one program's keys. */
export interface KeptKeys {
  /** Signs customers' identities (HS256), which needs the secret itself. */
  readonly identity: string
  /** Only in files of earlier versions: secret keys are in the database now, as digests. */
  readonly secret?: string
}

type KeptByProgram = Readonly<Record<string, KeptKeys>>

/** Where the keys are in a data folder. */
export const keyFile = (data: string): string => join(data, 'keys.json')

/** What `keys.json` holds; `undefined` when there is none. Throws `keys-unreadable`. */
export function readKeys(file: string): KeptByProgram | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw unreadable(file, error)
  }
  try {
    const keys = JSON.parse(text) as Record<string, Partial<KeptKeys>>
    const areKeys = Object.values(keys).every(
      ({ secret = '', identity }) => typeof secret === 'string' && typeof identity === 'string',
    )
    if (areKeys) return keys as KeptByProgram
  } catch (cause) {
    throw unreadable(file, cause)
  }
  throw unreadable(file, new Error('a program in it lacks its identity key'))
}

/** The keys of these programs in the file, made where they are missing. Throws `keys-unreadable`. */
export function keepKeys(programs: readonly string[], data: string): KeptByProgram {
  const file = keyFile(data)
  const known = readKeys(file)
  const missing = programs.filter((id) => !known?.[id])
  if (missing.length === 0) return known ?? {}
  const made = missing.map((id) => [id, { identity: `gw_id_${randomBytes(32).toString('base64url')}` }])
  const keys = { ...known, ...(Object.fromEntries(made) as KeptByProgram) }
  if (known) return replace(file, keys)
  return createOnce(file, formatKeys(keys)) ? keys : keepKeys(programs, data)
}

/** Takes these programs' secret keys out of the file, once they are kept elsewhere. Throws `keys-unreadable`. */
export function dropSecrets(data: string, isMoved: (program: string) => boolean): void {
  const file = keyFile(data)
  const known = Object.entries(readKeys(file) ?? {})
  if (!known.some(([id, { secret }]) => secret !== undefined && isMoved(id))) return
  const left = known.map(([id, keys]) => [id, isMoved(id) ? { identity: keys.identity } : keys] as const)
  replace(file, Object.fromEntries(left))
}

/**
 * The server's own key, from which it derives others: from `server.key`, made when it is missing; `undefined` where the
 * folder can be neither read nor written, as in a container that keeps nothing.
 */
export function keepServerKey(data: string): string | undefined {
  const file = join(data, 'server.key')
  try {
    if (!existsSync(file)) createOnce(file, `${randomBytes(32).toString('base64url')}\n`)
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

const formatKeys = (keys: KeptByProgram): string => `${JSON.stringify(keys, null, 2)}\n`

function replace(file: string, keys: KeptByProgram): KeptByProgram {
  attempt(file, () => renameSync(draftOf(file, formatKeys(keys)), file))
  return keys
}

/** In one step, so that nobody reads half a file; `false` when another server was first. */
function createOnce(file: string, text: string): boolean {
  return attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true })
    const draft = draftOf(file, text)
    try {
      linkSync(draft, file)
      return true
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error
      return false
    } finally {
      rmSync(draft, { force: true })
    }
  })
}

/** Only its owner may read it. */
function draftOf(file: string, text: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, text, { mode: 0o600 })
  chmodSync(draft, 0o600)
  return draft
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

const unreadable = (file: string, cause: unknown): GoodwordError =>
  new GoodwordError(
    'keys-unreadable',
    `The key file "${file}" cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Restore it, or move it away to have new keys made.`,
    { cause },
  )
