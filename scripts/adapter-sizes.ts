import { brotliCompressSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { root } from './steps.ts'

const vendors = ['growsurf', 'referralcandy', 'referralhero', 'referralrock', 'ambassador'] as const

/** What one adapter weighs. */
export interface AdapterSize {
  readonly vendor: string
  /** Bytes of its own files after brotli, minified, without what all vendors share. */
  readonly own: number
  /** With what all vendors share; without ky, valibot and the program's rules, which a server has anyway. */
  readonly whole: number
  /** The other vendors whose files came along: none. */
  readonly others: readonly string[]
}

/** The most that an adapter's own files may weigh, in bytes after brotli. */
export const adapterLimit = 3_000

/** Bundles each adapter by itself, as whoever imports one gets it. */
export async function measureAdapters(): Promise<AdapterSize[]> {
  const sizes: AdapterSize[] = []
  for (const vendor of vendors) {
    const whole = await bundle(vendor, () => false)
    const own = await bundle(vendor, (id) => !id.includes(`/src/${vendor}/`))
    const others = vendors.filter((other) => whole.files.some((file) => file.includes(`/src/${other}/`)))
    sizes.push({
      vendor,
      own: own.size,
      whole: whole.size,
      others: others.filter((other) => other !== vendor),
    })
  }
  return sizes
}

async function bundle(vendor: string, isLeftOut: (id: string) => boolean) {
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
          /^(ky|valibot|@goodword\/program)/.test(id) ||
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
