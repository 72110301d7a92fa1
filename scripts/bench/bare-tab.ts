import { launch, type Browser, type CDPSession, type Target } from 'puppeteer-core'
import { ensureChromium, quietArguments, unseenFeatures } from '../browsers.ts'

/**
 * A tab that is watched as little as can be. Drivers of tests have Chromium note a stack of calls with each request and
 * run scripts of their own in the page: at a slow processor that is milliseconds of what is timed.
 */
export interface BareTab {
  /** Settles when the page has loaded. */
  goto(url: string): Promise<void>
  /** What an expression comes to in the page, once it settles. */
  evaluate<Result>(expression: string): Promise<Result>
  /** Presses in the middle of the element that an expression finds. */
  press(element: string): Promise<void>
  /** Moves the pointer over it. */
  hover(element: string): Promise<void>
  /** Types a text where the keyboard is, a key at a time. */
  type(text: string): Promise<void>
  close(): Promise<void>
}

/** A Chromium for tabs like these. */
export interface BareBrowser {
  /** A tab of somebody who has never been here, at a processor that is `throttle` times slower. */
  open(throttle: number, runFirst: string): Promise<BareTab>
  close(): Promise<void>
}

/** Starts one. */
export async function startBareBrowser(): Promise<BareBrowser> {
  const browser = await launch({
    browser: 'chrome',
    executablePath: ensureChromium(),
    args: [...quietArguments, `--disable-features=${unseenFeatures.join()}`],
  })
  return {
    open: (throttle, runFirst) => openTab(browser, throttle, runFirst),
    close: () => browser.close(),
  }
}

async function openTab(browser: Browser, throttle: number, runFirst: string): Promise<BareTab> {
  const context = await browser.createBrowserContext()
  const whole = await browser.target().createCDPSession()
  const known = new Set(browser.targets())
  const isNew = (target: Target): boolean => target.browserContext() === context && !known.has(target)
  const arrival = browser.waitForTarget(isNew)
  await whole.send('Target.createTarget', { url: 'about:blank', browserContextId: context.id! })
  const tab = await (await arrival).createCDPSession()
  await tab.send('Page.enable')
  await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: runFirst })
  await tab.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  const evaluate = async <Result>(expression: string): Promise<Result> => {
    const options = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await tab.send('Runtime.evaluate', options)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as Result
  }
  const middle = (element: string): Promise<{ x: number; y: number }> =>
    evaluate(`(() => { const e = ${element}; e.scrollIntoView({ block: 'nearest' }); const { x, y, width, height } = e.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 } })()`)
  const point = async (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', at: Point): Promise<void> => {
    await tab.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
  }
  return {
    evaluate,
    async goto(url) {
      const loaded = new Promise((resolve) => tab.once('Page.loadEventFired', resolve))
      await tab.send('Page.navigate', { url })
      await loaded
    },
    async press(element) {
      const at = await middle(element)
      await point('mouseMoved', at)
      await point('mousePressed', at)
      await point('mouseReleased', at)
    },
    hover: async (element) => point('mouseMoved', await middle(element)),
    type: (text) => typeKeys(tab, text),
    close: () => context.close(),
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

async function typeKeys(tab: CDPSession, text: string): Promise<void> {
  for (const key of text) {
    await tab.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, key })
    await tab.send('Input.dispatchKeyEvent', { type: 'keyUp', key })
  }
}
