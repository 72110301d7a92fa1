import { existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { installDebian } from './apt.ts'

/** A Chromium on this machine: `CHROMIUM_PATH`, the PATH, the usual places, or Playwright's own. */
export function findChromium(): string | undefined {
  return firstThere([
    process.env['CHROMIUM_PATH'],
    ...onPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe'),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    chromium.executablePath(),
  ])
}

/** A Firefox on this machine: `FIREFOX_PATH`, the PATH or the usual places; Playwright's own is no use here. */
export function findFirefox(): string | undefined {
  return firstThere([
    process.env['FIREFOX_PATH'],
    ...onPath('firefox-esr', 'firefox', 'firefox.exe'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ])
}

/** What WebKit needs to be driven. */
export interface WebKitPaths {
  readonly driver: string
  readonly browser: string
  /** Xvfb, where there is no screen. */
  readonly screen?: string | undefined
}

/** GTK's WebKit with its driver, as Linux has it. Safari's own driver lets nobody drive it unasked. */
export function findWebKit(): WebKitPaths | undefined {
  const driver = firstThere(onPath('WebKitWebDriver'))
  const browser = globSync('/usr/lib{,64,/*}/webkit2gtk-4.*/MiniBrowser').sort().at(-1)
  const screen = process.env['DISPLAY'] ? undefined : firstThere(onPath('Xvfb'))
  if (!driver || !browser || !(screen || process.env['DISPLAY'])) return undefined
  return { driver, browser, screen }
}

/** Finds Chromium, or installs it. Throws with what to do when neither works. */
export function ensureChromium(): string {
  const found = findChromium()
  if (found) return found
  const why = installDebian(['chromium', 'fonts-noto-color-emoji', 'fonts-inter'])
  const path = findChromium()
  if (path) return path
  throw new Error(
    `No Chromium was found, and it could not be installed (${why}). Install Chromium or Chrome, or set CHROMIUM_PATH to one.`,
  )
}

/** Finds or installs the engines besides Chromium. Returns a sentence for each that will not be tried, and why. */
export function ensureOthers(): string[] {
  const others = [
    { name: 'Firefox', find: findFirefox, packages: ['firefox-esr'] },
    { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'] },
  ]
  return others.flatMap(({ name, find, packages }) => {
    if (find()) return []
    const why = installDebian(packages)
    return find() ? [] : [`${name} is skipped: it was not found, and could not be installed (${why}).`]
  })
}

/** Starts Chromium with nothing that talks to the outside. */
export function launchChromium(): Promise<Browser> {
  const features = [...playwrightFeatures, ...unseenFeatures]
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [...quietArguments, `--disable-features=${features.join()}`],
  })
}

/** What Playwright does without, besides: a list of features replaces the one before it. */
const playwrightFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/**
 * Features of Chromium's that no test looks at: the address bar of each window has two pages of its own, in a process of
 * its own, which is half of what a window with a small page costs.
 */
export const unseenFeatures: readonly string[] = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
]

/** What keeps Chromium from talking to the outside, and lets it run as root and without a graphics card. */
export const quietArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function onPath(...names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => names.map((name) => join(folder, name)))
}

function firstThere(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path && existsSync(path))
}
