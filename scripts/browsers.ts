import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { installDebian } from './apt.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium on this machine: `CHROMIUM_PATH`, the PATH, the usual places, or Playwright's own. */
export function findChromium(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)))
  return [process.env['CHROMIUM_PATH'] ?? '', ...onPath, ...places, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  )
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

/** Starts Chromium with nothing that talks to the outside. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
