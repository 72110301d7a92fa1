import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.ts'

const note = join(root, 'node_modules/.cache/browser-files.json')
/** Our sources, what builds them, and the versions of what others wrote. Tests are no part of any build. */
const sources = ['packages/*/src/**/*.*', 'packages/*/package.json', 'scripts/*.ts', 'pnpm-lock.yaml']

/** What went into a build of the browser's files, by content. */
export function digestOfSources(): string {
  return digestOf(root, sources)
}

/** Notes that the files in `folder` were built from sources of this digest, which was taken before the build. */
export function noteBuild(folder: string, sourcesDigest: string): void {
  mkdirSync(join(note, '..'), { recursive: true })
  writeFileSync(note, JSON.stringify([sourcesDigest, digestOf(folder, ['**/*.*'])]))
}

/** Whether the files in `folder` are those that were built last, and from the sources of now. */
export function isBuiltFromNow(folder: string): boolean {
  let noted: string
  try {
    noted = readFileSync(note, 'utf8')
  } catch {
    return false
  }
  return noted === JSON.stringify([digestOfSources(), digestOf(folder, ['**/*.*'])])
}

function digestOf(folder: string, patterns: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync([...patterns], { cwd: folder }).toSorted())
    if (!/\.test\.tsx?$/.test(file)) hash.update(`${file}\0`).update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
