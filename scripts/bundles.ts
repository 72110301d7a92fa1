import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.ts'

const outDir = join(root, 'packages/server/dist/public')

/** Part of Vite's manifest: what a file imports at once, and what only when asked. */
interface ManifestEntry {
  readonly file: string
  readonly src?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}

export type Bundle = 'script tag' | 'button' | 'dialog'

/** The built files that a browser loads for each stage; `dialog` is all code of a first open, in English, without QR. */
export function bundleFiles(): Record<Bundle, string[]> {
  const manifest = JSON.parse(
    readFileSync(join(root, 'packages/server/dist/manifest.json'), 'utf8'),
  ) as Record<string, ManifestEntry>
  const widget = 'packages/widget/src/script.ts'
  const files = (keys: Iterable<string>) => [...keys].map((key) => join(outDir, manifest[key]!.file))
  return {
    'script tag': [join(outDir, 'goodword.js')],
    button: files(closure(manifest, [widget], () => false)),
    dialog: files(closure(manifest, [widget], isFirstOpen)),
  }
}

/** Whether a first open loads it: not the QR code, and no language but English. */
function isFirstOpen(key: string): boolean {
  return !/\bqr\b/.test(key) && (!/\/locales?\//.test(key) || /\/en\.ts$/.test(key))
}

function closure(
  manifest: Record<string, ManifestEntry>,
  keys: readonly string[],
  follow: (dynamicKey: string) => boolean,
): Set<string> {
  const seen = new Set<string>()
  const visit = (key: string): void => {
    if (seen.has(key)) return
    seen.add(key)
    const { imports = [], dynamicImports = [] } = manifest[key]!
    for (const next of [...imports, ...dynamicImports.filter(follow)]) visit(next)
  }
  for (const key of keys) visit(key)
  return seen
}
