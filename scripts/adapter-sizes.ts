import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { root } from './steps.ts'

const vendors = readdirSync(`${root}packages/adapters/src`, { withFileTypes: true })
  .filter((one) => one.isDirectory() && existsSync(`${root}packages/adapters/src/${one.name}/${one.name}.ts`))
  .map(({ name }) => name)
  .filter((name) => name !== 'combine')

/** What one adapter weighs. */
export interface AdapterSize {
  readonly vendor: string
  /** Bytes of its own files after brotli, minified, without what all vendors share. */
  readonly own: number
  /** All that importing it brings but ky: what vendors share, the program's rules, and the validator. */
  readonly whole: number
  /** Lines of its own files, without imports, comments, blank lines and tests. */
  readonly lines: number
  /** The other vendors whose files came along: none. */
  readonly others: readonly string[]
}

/** The most that an adapter's own files may weigh, in bytes after brotli. */
export const adapterLimit = 3_000

/** The most lines that an adapter's own files may have, counted as `AdapterSize` does. */
export const adapterLines = 250

/** Bundles each adapter by itself, as whoever imports one gets it. */
export async function measureAdapters(): Promise<AdapterSize[]> {
  const sizes: AdapterSize[] = []
  for (const vendor of vendors) {
    const whole = await bundle(vendor, () => false)
    const own = await bundle(vendor, (id) => !id.includes(`/src/${vendor}/`), /^(valibot|@goodword\/program)/)
    const others = vendors.filter((other) => whole.files.some((file) => file.includes(`/src/${other}/`)))
    sizes.push({
      vendor,
      own: own.size,
      whole: whole.size,
      lines: countLines(vendor),
      others: others.filter((other) => other !== vendor),
    })
  }
  return sizes
}

function countLines(vendor: string): number {
  const folder = `${root}packages/adapters/src/${vendor}/`
  const sources = readdirSync(folder).filter((name) => /^[\w-]+\.ts$/.test(name))
  const code = sources.map((name) => readFileSync(folder + name, 'utf8')).join('\n')
  return code
    .replaceAll(/^(import|export)\b[^'\n]*(\{[^}]*\}[^'\n]*)?'[^'\n]+'$/gm, '')
    .replaceAll(/^\s*\/\*\*[\s\S]*?\*\/$/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('//')).length
}

async function bundle(vendor: string, isLeftOut: (id: string) => boolean, others = /^$/) {
  const entry = `${root}packages/adapters/src/${vendor}/index.ts`
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['source'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        external: (id, from) =>
          id === 'ky' ||
          others.test(id) ||
          (from !== undefined && isLeftOut(new URL(id, `file://${from}`).pathname)),
        output: { minify: true },
      },
    },
  })) as Rolldown.RolldownOutput[]
  const chunks = built.flatMap(({ output }) => output).filter((one) => one.type === 'chunk')
  // Where the rest would be imported from is this machine's business, and part of no bundle.
  const code = chunks
    .map((chunk) => chunk.code.replaceAll(/import\s*\{[^}]*\}\s*from\s*"[^"]*";?/g, ''))
    .join('')
  return {
    size: brotliCompressSync(code).length,
    files: chunks.flatMap(({ moduleIds }) => moduleIds),
  }
}
