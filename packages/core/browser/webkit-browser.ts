import { spawn, type ChildProcess } from 'node:child_process'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { freePort } from '../../../scripts/free-port.ts'
import type { WebKitPaths } from '../../../scripts/browsers.ts'
import { callText, type LabBrowser, type Tab, type Visitor } from './browser.ts'

/**
 * Starts WebKit's driver, on a screen of its own where there is none. It has one browser with one tab at a time: visitors
 * come one after the other, and what one left on the lab's pages is removed before the next.
 */
export async function startWebKit({ driver, browser, screen }: WebKitPaths): Promise<LabBrowser> {
  const display = screen === undefined ? undefined : await startScreen(screen)
  const port = await freePort()
  const service = spawn(...mortal(driver, `--port=${port}`), {
    stdio: 'ignore',
    env: { ...process.env, ...(display && { DISPLAY: display.name }) },
  })
  const server = `http://127.0.0.1:${port}`
  await untilReady(`${server}/status`)
  const session = await openSession(server, browser)
  return {
    visitor: async () => visitor(session),
    async close() {
      await session.quit()
      service.kill()
      display?.process.kill()
    },
  }
}

function openSession(server: string, binary: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  })
  return new Builder()
    .disableEnvironmentOverrides()
    .usingServer(server)
    .withCapabilities(capabilities)
    .build()
}

function visitor(driver: WebDriver): Visitor {
  const origins = new Set<string>()
  const opened = tab(driver, (url) => {
    if (url.startsWith('http')) origins.add(new URL(url).origin)
  })
  return {
    complaints: [],
    async open(url) {
      if (url !== undefined) await opened.goto(url)
      return opened
    },
    async close() {
      for (const origin of origins) {
        // Any address will do that has no script of its own.
        await driver.get(`${origin}/healthz`)
        await driver.manage().deleteAllCookies()
        await opened.evaluate(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()))
      }
    },
  }
}

function tab(driver: WebDriver, onGoto: (url: string) => void): Tab {
  return {
    goto(url) {
      onGoto(url)
      return driver.get(url)
    },
    reload: () => driver.navigate().refresh(),
    back: () => driver.navigate().back(),
    async evaluate(run, ...args) {
      const answer = await driver.executeAsyncScript<{ value?: never; error?: string }>(
        `const done = arguments[arguments.length - 1]
         Promise.resolve().then(() => ${callText(run, args)}).then((value) => done({ value }), (error) => done({ error: String(error) }))`,
      )
      if (answer.error !== undefined) throw new Error(answer.error)
      return answer.value as never
    },
    throttle: () => Promise.reject(new Error('WebKit cannot be slowed down.')),
    // It has no other: closing it would end the session.
    close: () => driver.get('about:blank'),
  }
}

/** A screen that nobody sees; it chooses its own number. */
async function startScreen(path: string): Promise<{ readonly name: string; readonly process: ChildProcess }> {
  const process = spawn(
    ...mortal(path, '-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'),
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  )
  const number = await new Promise<string>((resolve, reject) => {
    ;(process.stdio[3] as Readable).once('data', (data) => resolve(String(data).trim()))
    process.once('exit', (code) => reject(new Error(`${dirname(path)}/Xvfb ended with ${code}.`)))
  })
  return { name: `:${number}`, process }
}

/** A command that the kernel ends when this process is gone, however it went: test runners kill their workers. */
function mortal(command: string, ...args: string[]): [string, string[]] {
  return ['setpriv', ['--pdeathsig', 'TERM', command, ...args]]
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 100; ; tries--) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (tries === 0) throw new Error(`WebKit’s driver does not answer at ${url}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
