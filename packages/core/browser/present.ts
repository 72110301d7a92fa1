import { findChromium, findFirefox, findWebKit } from '../../../scripts/browsers.ts'
import type { BrowserName, LabBrowser } from './browser.ts'
import { hosts } from './lab.ts'
import { startChromium, startFirefox } from './puppeteer-browser.ts'
import { startWebKit } from './webkit-browser.ts'

/** A browser that is on this machine. */
export interface PresentBrowser {
  readonly name: BrowserName
  /** Started when it is first asked for; it ends with the process, and suites share it until then. */
  start(): Promise<LabBrowser>
}

const chromium = findChromium()
/** `pnpm browsers` tries all engines; the project alone, for a quick look, tries Chromium. */
const isEvery = process.env['EVERY_BROWSER'] !== undefined
const firefox = isEvery && findFirefox()
const webkit = isEvery && findWebKit()

/** Chromium. It is there, or nothing is tried at all. */
export const onlyChromium: PresentBrowser = {
  name: 'Chromium',
  start: once(() => {
    if (chromium) return startChromium(chromium)
    throw new Error('No Chromium was found. Install Chromium or Chrome, or set CHROMIUM_PATH to one.')
  }),
}

/** Chromium; in `pnpm browsers` also what is on this machine of Firefox and WebKit. */
export const everyBrowser: readonly PresentBrowser[] = [
  onlyChromium,
  ...(firefox ? [{ name: 'Firefox' as const, start: once(() => startFirefox(firefox, hosts)) }] : []),
  ...(webkit ? [{ name: 'WebKit' as const, start: once(() => startWebKit(webkit)) }] : []),
]

/** `pnpm browsers --long` tries everything everywhere, and more often. */
export const isLong = Boolean(process.env['BROWSERS_LONG'])

/** What is tried of `all` in an engine: in the quick form the engines besides Chromium get the first few only. */
export function some<T>(name: BrowserName, all: readonly T[], few: number): readonly T[] {
  return isLong || name === 'Chromium' ? all : all.slice(0, few)
}

function once(start: () => Promise<LabBrowser>): () => Promise<LabBrowser> {
  let started: Promise<LabBrowser> | undefined
  return () => (started ??= start())
}
