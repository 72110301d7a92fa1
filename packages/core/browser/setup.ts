import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isBuiltFromNow } from '../../../scripts/built-from.ts'
import { buildBrowserFiles, publicFolder } from '../../../scripts/build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the browser's files, as the sources of this run make them. */
    assets: string
  }
}

/**
 * What browsers load, for all suites: what was built of these sources, or else a build into a folder that is gone
 * afterwards.
 */
export async function setup(project: TestProject): Promise<(() => void) | undefined> {
  if (isBuiltFromNow(publicFolder)) {
    project.provide('assets', publicFolder)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'goodword-assets-'))
  const assets = join(folder, 'public')
  await buildBrowserFiles(assets)
  project.provide('assets', assets)
  return () => rmSync(folder, { recursive: true })
}
