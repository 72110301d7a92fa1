import { ensureBrowserFiles } from './build.ts'

/** Vitest's set-up of the journey: what all of its pages load is there before any of them. */
export function setup(): Promise<void> {
  return ensureBrowserFiles()
}
