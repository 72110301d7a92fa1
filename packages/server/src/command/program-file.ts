import { GoodwordError, parseProgram, type Program } from '@goodword/program'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The program in a file: JSON, or a module whose default or `program` export it is.
 *
 * Rejects with `file-missing`, `file-syntax`, `file-kind`, or `program-invalid` with all its problems.
 */
export async function loadProgram(file: string): Promise<Program> {
  const kind = extname(file)
  if (kind === '.json') return parseProgram(await loadJson(file))
  if (/^\.[mc]?[jt]s$/.test(kind)) return parseProgram(await importProgram(file))
  throw new GoodwordError(
    'file-kind',
    `"${file}" is no program file. Give a .json, .ts, .mts, .js or .mjs file.`,
  )
}

/** What a JSON file holds. Rejects with `file-missing` or `file-syntax`. */
export const loadJson = async (file: string): Promise<unknown> => parseJson(file, await readText(file))

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (cause) {
    throw missing(file, cause)
  }
}

const missing = (file: string, cause: unknown): GoodwordError =>
  new GoodwordError(
    'file-missing',
    `"${file}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Check the path.`,
    { cause },
  )

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { message } = cause as Error
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length)
    const before = text.slice(0, at).split('\n')
    const what = message.replace(/ in JSON at position.*| \(line.*/s, '').replace(/, "?\.\.\..*/s, '')
    throw new GoodwordError(
      'file-syntax',
      `"${file}" is no valid JSON: line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}. Look for a missing comma or quote just before.`,
      { cause },
    )
  }
}

async function importProgram(file: string): Promise<unknown> {
  const url = pathToFileURL(resolve(file)).href
  let module: { readonly default?: unknown; readonly program?: unknown }
  try {
    module = (await import(/* @vite-ignore */ url)) as typeof module
  } catch (cause) {
    if (cause instanceof GoodwordError) throw cause
    if ((cause as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND') throw missing(file, cause)
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    throw new GoodwordError('file-syntax', `"${file}" cannot be run: ${why}`, { cause })
  }
  const program = module.default ?? module.program
  if (program !== undefined) return program
  throw new GoodwordError(
    'file-kind',
    `"${file}" exports no program. Write \`export default defineProgram({ … })\`.`,
  )
}
