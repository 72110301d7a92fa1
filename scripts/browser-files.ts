import { buildBrowserFiles } from './build.ts'

/** Vitest's set-up of the journey: what all of its pages load is built once, before any of them. */
export function setup(): Promise<void> {
  return buildBrowserFiles()
}
