import { GoodwordError, type Program } from '@goodword/program'
import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The keys of one program. */
export interface ProgramKeys {
  /** For the owner's server and page; never in a browser of anybody else. */
  readonly secret: string
  /** Signs customers' identities. */
  readonly identity: string
}

type Env = Readonly<Record<string, string | undefined>>
type KeysByProgram = Readonly<Record<string, ProgramKeys>>

/**
 * The keys of these programs: from `GOODWORD_SECRET_KEY` and `GOODWORD_IDENTITY_KEY` (with several programs each with
 * `_SHOP` and the like), else from `<data>/keys.json`, where they are made when they are missing.
 *
 * Throws `key-weak`, `key-ambiguous` or `keys-unreadable`.
 */
export function loadKeys(programs: readonly Pick<Program, 'id'>[], data: string, env: Env): KeysByProgram {
  const fromEnv = programs.map(({ id }) => [id, readEnv(id, programs.length, env)] as const)
  const missing = fromEnv.flatMap(([id, keys]) => (keys.secret && keys.identity ? [] : [id]))
  const kept = missing.length > 0 ? keepKeys(missing, data) : {}
  return Object.fromEntries(fromEnv.map(([id, keys]) => [id, { ...kept[id], ...keys } as ProgramKeys]))
}

function readEnv(program: string, count: number, env: Env): Partial<ProgramKeys> {
  const read = (name: string): string | undefined => {
    const own = `${name}_${program.toUpperCase().replaceAll('-', '_')}`
    if (count > 1 && env[name] && !env[own])
      throw new GoodwordError(
        'key-ambiguous',
        `${name} is set, but ${count} programs are served, and one key for all would open each with another's. Set ${own} and its like instead.`,
      )
    const key = env[own] || env[name] || undefined
    if (key !== undefined && key.length < 24)
      throw new GoodwordError(
        'key-weak',
        `${env[own] ? own : name} has ${key.length} characters. Use at least 24 random ones: openssl rand -hex 24`,
      )
    return key
  }
  const [secret, identity] = [read('GOODWORD_SECRET_KEY'), read('GOODWORD_IDENTITY_KEY')]
  return { ...(secret && { secret }), ...(identity && { identity }) }
}

/** Reads the key file, and adds the programs that it lacks; only its owner may read it. */
function keepKeys(programs: readonly string[], data: string): KeysByProgram {
  const file = join(data, 'keys.json')
  try {
    const known = readKeys(file)
    const missing = programs.filter((id) => !known?.[id])
    if (missing.length === 0) return known ?? {}
    const made = missing.map((id) => [id, createKeys()] as const)
    return writeKeys(file, data, { ...known, ...Object.fromEntries(made) }, known !== undefined)
  } catch (cause) {
    if (cause instanceof GoodwordError) throw cause
    throw unreadable(file, cause)
  }
}

const createKeys = (): ProgramKeys => ({
  secret: `gw_sk_${randomBytes(24).toString('base64url')}`,
  identity: `gw_id_${randomBytes(32).toString('base64url')}`,
})

/** What `keys.json` holds; `undefined` when there is none. Throws `keys-unreadable`. */
export function readKeys(file: string): KeysByProgram | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw unreadable(file, error)
  }
  try {
    const keys = JSON.parse(text) as Record<string, Partial<ProgramKeys>>
    const areKeys = Object.values(keys).every(
      ({ secret, identity }) => typeof secret === 'string' && typeof identity === 'string',
    )
    if (areKeys) return keys as KeysByProgram
  } catch (cause) {
    throw unreadable(file, cause)
  }
  throw unreadable(file, new Error('a program in it lacks a key'))
}

/** In one step, so that nobody reads half a file; of two servers that start at once, the second takes the first's. */
function writeKeys(file: string, data: string, keys: KeysByProgram, isThere: boolean): KeysByProgram {
  mkdirSync(data, { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  if (isThere) {
    renameSync(draft, file)
    return keys
  }
  try {
    linkSync(draft, file)
    return keys
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    return keepKeys(Object.keys(keys), data)
  } finally {
    rmSync(draft, { force: true })
  }
}

const unreadable = (file: string, cause: unknown): GoodwordError =>
  new GoodwordError(
    'keys-unreadable',
    `The key file "${file}" cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Restore it, or move it away to have new keys made.`,
    { cause },
  )
