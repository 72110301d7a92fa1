import { launch, type Browser, type BrowserContext, type Page } from 'puppeteer-core'
import { quietArguments, unseenFeatures } from '../../../scripts/browsers.ts'
import { callText, type LabBrowser, type Tab, type Visitor } from './browser.ts'

/** Starts Chromium at `executablePath`. Hosts that end in `.test` are this machine. */
export async function startChromium(executablePath: string): Promise<LabBrowser> {
  return labBrowser(
    await launch({
      browser: 'chrome',
      executablePath,
      args: [
        ...quietArguments,
        '--host-resolver-rules=MAP *.test 127.0.0.1',
        `--disable-features=${unseenFeatures.join()}`,
        // Pages that came from nowhere (data:, file:) may not call this machine otherwise.
        '--disable-features=LocalNetworkAccessChecks',
      ],
    }),
  )
}

/** Starts Firefox at `executablePath`. `hosts` are found on this machine. */
export async function startFirefox(executablePath: string, hosts: readonly string[]): Promise<LabBrowser> {
  return labBrowser(
    await launch({
      browser: 'firefox',
      executablePath,
      extraPrefsFirefox: { 'network.dns.localDomains': hosts.join() },
    }),
  )
}

function labBrowser(browser: Browser): LabBrowser {
  return {
    visitor: async () => visitor(await browser.createBrowserContext()),
    close: () => browser.close(),
  }
}

function visitor(context: BrowserContext): Visitor {
  const complaints: string[] = []
  return {
    complaints,
    close: () => context.close(),
    async open(url) {
      const page = await context.newPage()
      page.on('pageerror', (error) => {
        if (isThrown(error)) complaints.push(`uncaught: ${String(error)}`)
      })
      page.on('console', (message) => {
        if (['error', 'warn'].includes(message.type())) complaints.push(`console: ${message.text()}`)
      })
      const opened = tab(page)
      if (url !== undefined) await opened.goto(url)
      return opened
    },
  }
}

/** Firefox tells of a refused cookie in the same way as of an exception; only the latter came from somewhere. */
function isThrown(error: unknown): boolean {
  return !(error instanceof Error) || /\n\s+at /.test(error.stack ?? '')
}

function tab(page: Page): Tab {
  return {
    async goto(url) {
      await page.goto(url)
    },
    async reload() {
      await page.reload()
    },
    async back() {
      await page.goBack()
    },
    evaluate: (run, ...args) => page.evaluate(callText(run, args)) as never,
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    throttle: (times) => page.emulateCPUThrottling(times),
    close: () => page.close({ runBeforeUnload: false }),
  }
}
