import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildBrowserFiles } from '../../../scripts/build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the browser's files, built for this run. */
    assets: string
  }
}

/** Builds what browsers load, once for all suites, into a folder that is gone afterwards. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-assets-'))
  const assets = join(folder, 'public')
  await buildBrowserFiles(assets)
  project.provide('assets', assets)
  return () => rmSync(folder, { recursive: true })
}
