import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asset } from '../wire/options.ts'

/**
 * Reads the browser's files from a folder; one that has not changed since is kept in memory. The build leaves each beside
 * itself after brotli, `goodword.js.br`: it is handed out unless it is older than its file.
 */
export function folderAssets(folder: string): (name: string) => Promise<Asset | undefined> {
  const read = new Map<string, { readonly changed: number; readonly asset: Asset }>()
  return async (name) => {
    if (!/^(chunks\/)?[\w-][\w.-]*\.js$/.test(name)) return undefined
    const path = join(folder, name)
    const facts = await stat(path).catch(() => undefined)
    if (!facts?.isFile()) return undefined
    const known = read.get(name)
    if (known?.changed === facts.mtimeMs) return known.asset
    const body = new Uint8Array(await readFile(path))
    const packed = `${path}.br`
    const isPacked = await stat(packed).then(
      ({ mtimeMs }) => mtimeMs >= facts.mtimeMs,
      () => false,
    )
    const brotli = isPacked ? new Uint8Array(await readFile(packed)) : undefined
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const asset = { body, brotli, type: 'text/javascript; charset=utf-8', etag }
    read.set(name, { changed: facts.mtimeMs, asset })
    return asset
  }
}

/** Where the build leaves the browser's files, as seen from this one: in the sources, in `dist` or in its `chunks`. */
export function builtAssets(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = ['../../dist/public', '../public', 'public'].map((place) => join(here, place))
  return places.find((place) => existsSync(join(place, 'goodword.js'))) ?? places[0]!
}
