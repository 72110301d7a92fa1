import filePlugin from '@size-limit/file'
import sizeLimit from 'size-limit'
import { bundleFiles, type Bundle } from './bundles.ts'

/** Bytes after brotli 11: what CI refuses, and where we want to be. */
const limits: Record<Bundle, { what: string; limit: number; aim: number }> = {
  'script tag': { what: 'the script tag, always loaded', limit: 3_100, aim: 2_700 },
  tracker: { what: 'all of the tracker: + what it fetches a moment later', limit: 5_300, aim: 4_600 },
  keep: { what: 'npm: capture, attribution and keeping alone', limit: 1_800, aim: 1_500 },
  button: { what: 'the invite button', limit: 4_000, aim: 2_500 },
  dialog: {
    what: 'everything of a first open: button, dialog, client, one language',
    limit: 25_800,
    aim: 22_000,
  },
  welcome: {
    what: 'the welcome of a friend, besides the button’s file',
    limit: 24_800,
    aim: 14_000,
  },
  extras: {
    what: 'what else opens within it, each when asked for: what stands below, QR, card, e-mails, own code …',
    limit: 18_500,
    aim: 15_000,
  },
}

export interface MeasuredSize {
  readonly what: string
  readonly size: number
  readonly limit: number
  readonly aim: number
  readonly files: number
}

/** What a visitor's browser loads at each stage, from the built files. */
export function measureSizes(): Promise<MeasuredSize[]> {
  return Promise.all(
    Object.entries(bundleFiles()).map(async ([bundle, files]) => {
      const [measured] = (await sizeLimit(filePlugin, files)) as [{ size: number }]
      return { ...limits[bundle as Bundle], files: files.length, size: measured.size }
    }),
  )
}
