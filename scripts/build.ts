// Builds every package into its dist/: ES modules with types for npm, and the files that the server hands to browsers.
//   node scripts/build.ts            everything
//   node scripts/build.ts browser    only what the server hands to browsers
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { tighten } from './tighten.ts'
import { tightenModules } from './tighten-modules.ts'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { fewerTrips } from './fewer-trips.ts'
import { digestOfSources, isBuiltFromNow, noteBuild } from './built-from.ts'
import { leanJsx } from './lean-jsx.ts'
import { leanKy } from './lean-ky.ts'
import { plainAtoms } from './plain-atoms.ts'
import { roomyHeap } from './steps.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
const pack = promisify(brotliCompress)
/** Where the server looks for what it hands to browsers. */
export const publicFolder: string = `${root}packages/server/dist/public`
/** In the order of their imports, so that each finds the types of those before it. */
const packages = ['program', 'core', 'adapters', 'widget', 'server']

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly source: string }>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const shared: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  // Vite's library mode leaves this in, and a browser has no `process`.
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

/**
 * What a first open needs is two files: what every element draws and asks with, and the dialog. Cut as finely as
 * elements share it, it would be six, and 2 kB more.
 */
const groups = [
  {
    name: 'common',
    test: /\/preact\/(?!hooks)|signals-core|\/ky\/|adapters\/src\/http|widget\/src\/(?:dialog\/(?:invitation|identity|report|icons|trouble|copy-text|mount)\.|locales\/(?:en|load|override|say)\.)|program\/src\/(?:money|messages\/template\.)/,
  },
  { name: 'dialog', test: /widget\/src\/dialog\/(?!hooks)|program\/src\/messages\/(?!fit)/ },
  { name: 'standing', test: /widget\/src\/standing\// },
]

/** The files of one browser entry: from our sources, no build before, for the same engines. */
function browserConfig(entry: Record<string, string>, outDir: string, format: 'iife' | 'es'): InlineConfig {
  const chunks = format === 'es' ? { chunkFileNames: 'chunks/[name]-[hash].js' } : {}
  const isTracker = Object.values(entry).some((file) => file.includes('/core/'))
  const splitting = entry['widget']
    ? { codeSplitting: { includeDependenciesRecursively: false, groups } }
    : {}
  return {
    ...shared,
    resolve: { conditions: ['source', 'module', 'browser', 'import'] },
    plugins: [
      plainAtoms,
      leanKy,
      leanJsx,
      ...(entry['widget'] ? [fewerTrips] : []),
      isTracker ? tighten : tightenModules,
    ],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      // As a library: else Vite wraps every `import()` in code that preloads styles, of which our files have none.
      ...(format === 'es' && { lib: { entry, formats: ['es'] } }),
      rolldownOptions: {
        checks: { pluginTimings: false },
        ...(format !== 'es' && { input: entry }),
        preserveEntrySignatures: format === 'es' && !entry['widget'] && 'exports-only',
        output: {
          format,
          minify: isTracker ? { compress: true, mangle: false, codegen: false } : true,
          entryFileNames: '[name].js',
          ...chunks,
          ...splitting,
        },
      },
    },
  }
}

/**
 * What the server hands to browsers, into `outDir`: the script tag (classic) and what it fetches later (modules). Each
 * is a build of its own, so that no chunk is shared by what different pages load.
 */
export async function buildBrowserFiles(outDir: string = publicFolder): Promise<void> {
  const sources = digestOfSources()
  rmSync(outDir, { recursive: true, force: true })
  const entries = {
    goodword: 'core/src/script.ts',
    late: 'core/src/late.ts',
    widget: 'widget/src/script.ts',
    dashboard: 'server/src/dashboard/page.ts',
  }
  const graph: BrowserGraph = {}
  // Vite goes by this, above any mode that it is told: a test runner's own would bring libraries' development files.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  for (const [name, file] of Object.entries(entries)) {
    const format = name === 'goodword' ? 'iife' : 'es'
    const built = await build(browserConfig({ [name]: `${root}packages/${file}` }, outDir, format))
    for (const chunk of ([built].flat() as Rolldown.RolldownOutput[]).flatMap(({ output }) => output)) {
      if (chunk.type !== 'chunk') continue
      const { fileName, name: group, imports, dynamicImports, facadeModuleId } = chunk
      graph[fileName] = { source: facadeModuleId?.replace(root, '') ?? group, imports, dynamicImports }
    }
  }
  if (before === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = before
  await packAll(outDir)
  // Not served: what an application bundles that imports no more of the tracker than keeping.
  await build(browserConfig({ keep: `${root}packages/core/src/keep.ts` }, `${outDir}/../measured`, 'es'))
  writeFileSync(`${outDir}/../browser-graph.json`, JSON.stringify(graph, undefined, 2))
  if (outDir === publicFolder) noteBuild(publicFolder, sources)
}

/** Leaves each file beside itself after brotli: what a browser is sent is what the limits count. */
async function packAll(folder: string): Promise<void> {
  const packOne = async (name: string): Promise<void> => {
    const file = `${folder}/${name}`
    writeFileSync(`${file}.br`, await pack(readFileSync(file)))
  }
  await Promise.all(globSync('**/*.js', { cwd: folder }).map(packOne))
}

/** Builds them where the server looks for them, unless those that are there were built from the sources of now. */
export async function ensureBrowserFiles(): Promise<void> {
  if (!isBuiltFromNow(publicFolder)) await buildBrowserFiles()
}

/** What `integrity` says of a file of the script tag's, for sites that pin its version. */
export function integrityOf(file: string): string {
  return `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`
}

/** The built files by name: what each is made from (a module, or a group of them by its name), what it imports at once, and what only when asked. */
export type BrowserGraph = Record<string, { source: string; imports: string[]; dynamicImports: string[] }>

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8')) as Manifest
}

/** What a package exports and the commands it brings, as files of its src/. */
function entriesOf({ exports, bin }: Manifest): string[] {
  return [
    ...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.source])),
    ...Object.values(bin ?? {}).map((file) => file.replace('/dist/', '/src/').replace(/js$/, 'ts')),
  ].map((file) => file.replace('./src/', ''))
}

/** One package as readable ES modules with its dependencies left as imports. */
async function buildPackage(name: string): Promise<void> {
  const folder = `${root}packages/${name}`
  const manifest = manifestOf(name)
  const dependencies = Object.keys(manifest.dependencies ?? {})
  await build({
    ...shared,
    build: {
      outDir: `${folder}/dist`,
      emptyOutDir: false,
      minify: false,
      target: 'es2022',
      lib: {
        entry: Object.fromEntries(
          entriesOf(manifest).map((file) => [file.replace(/\.tsx?$/, ''), `${folder}/src/${file}`]),
        ),
        formats: ['es'],
      },
      rolldownOptions: {
        platform: name === 'server' ? 'node' : 'neutral',
        external: (id) =>
          id.startsWith('node:') || dependencies.some((dep) => id === dep || id.startsWith(`${dep}/`)),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
}

/** The types of what a package exports and of all that this reaches; tests reach nothing and get none. */
async function emitTypes(name: string): Promise<void> {
  const folder = `${root}packages/${name}`
  const config = {
    extends: '../../tsconfig.json',
    include: [],
    files: [...entriesOf(manifestOf(name)), ...ambient(folder)].map((file) => `../src/${file}`),
    compilerOptions: {
      noEmit: false,
      emitDeclarationOnly: true,
      declaration: true,
      // The packages before this one are read as their users read them: from dist.
      customConditions: [],
      rootDir: '../src',
      outDir: '.',
    },
  }
  const project = `${folder}/dist/tsconfig.json`
  mkdirSync(`${folder}/dist`, { recursive: true })
  writeFileSync(project, JSON.stringify(config))
  const tsc = [`${root}node_modules/typescript/bin/tsc`, '-p', project, '--checkers', '1']
  await run(process.execPath, tsc, { env: { ...process.env, ...roomyHeap } }).catch(
    ({ stdout }: { readonly stdout?: string }) => {
      throw new Error(`The types of ${name} cannot be told:\n${stdout}`)
    },
  )
  rmSync(project)
}

async function emitAllTypes(): Promise<void> {
  for (const name of packages) await emitTypes(name)
}

/** Declarations that sources rely on without importing them. */
function ambient(folder: string): string[] {
  return readdirSync(`${folder}/src`).filter((file) => file.endsWith('.d.ts'))
}

if (import.meta.main) {
  const isWhole = process.argv[2] !== 'browser'
  if (isWhole)
    for (const name of packages) rmSync(`${root}packages/${name}/dist`, { recursive: true, force: true })
  // Types are another program's work, and need no file of ours.
  await (isWhole ? Promise.all([emitAllTypes(), bundleAll()]) : ensureBrowserFiles())
  console.log(`goodword.js ${integrityOf(`${publicFolder}/goodword.js`)}`)
}

async function bundleAll(): Promise<void> {
  for (const name of packages) await buildPackage(name)
  await buildBrowserFiles()
}
