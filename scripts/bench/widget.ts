// pnpm bench:widget: how soon the invite button is there, the dialog after a click, and what each press in it takes, in
// Chromium against the real server: the button from the moment that the tag comes into a page that stands, and once more
// while the page itself is loading. Medians of 9 (3 with --quick), at full speed and at a quarter of it, next to the same
// page with a script that makes a plain button: the machine may be slow, and busy with other things. Somebody else's
// widget can be timed in the same rounds: --beside URL --finds 'an expression for its button'.
import { parseArgs } from 'node:util'
import { buildBrowserFiles } from '../build.ts'
import { startBareBrowser, type BareBrowser, type BareTab } from './bare-tab.ts'
import { printClaims, type Claim } from './report.ts'
import { startStage, type Stage, type Tag } from './stage.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    beside: { type: 'string' },
    finds: { type: 'string', default: 'null' },
  },
})
const times = options.quick ? 3 : 9
const names = {
  button: 'script tag → visible button',
  loading: 'the same while the page is loading',
  dialog: 'click → dialog painted, code and data there',
  first: 'first click ever → dialog painted',
  link: 'first click ever → link and message in it',
  press: 'slowest press → next paint',
} as const
type Measured = keyof typeof names
/** Milliseconds at 1 × and 4 ×, on a machine that shows the plain page within `calm`; none where nothing is promised. */
const limits: Readonly<Record<Measured, readonly [number | undefined, number | undefined]>> = {
  button: [40, 110],
  loading: [undefined, undefined],
  dialog: [60, 120],
  first: [150, undefined],
  link: [undefined, undefined],
  press: [undefined, 100],
}
const calm = [20, 50] as const
/** On a busier machine milliseconds say nothing: then it is times the plain page. */
const ratios: Readonly<Record<Measured, number>> = {
  button: 3.5,
  loading: 3.5,
  dialog: 2,
  first: 6,
  link: 6,
  press: 2,
}

const invite = `document.querySelector('goodword-invite')?.shadowRoot`
const button = `[${invite}, document].find(Boolean).querySelector('.open')`
const inDialog = (selector: string): string => `${invite}.querySelector('dialog ${selector}')`

/** Runs in the page before anything else: notes the first frame that has a button, what moves, and how slow presses are. */
const watch = (finds: string): string => `(() => {
  globalThis.shifts = globalThis.slowest = 0
  const each = (type, options, tell) =>
    new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type, buffered: true, ...options })
  each('layout-shift', {}, ({ value }) => { globalThis.shifts += value })
  each('event', { durationThreshold: 16 }, ({ interactionId, duration }) => {
    if (interactionId) globalThis.slowest = Math.max(globalThis.slowest, duration)
  })
  const look = () => {
    if ((${finds})?.getBoundingClientRect().width) globalThis.buttonAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()`
/** From the tag's coming to the frame that showed the button. */
const addAndWait = (tag: Tag, finds: string): string => `new Promise((resolve) => {
  const script = document.createElement('script')
  for (const [name, value] of Object.entries(${JSON.stringify(tag)})) script.setAttribute(name, value)
  const begun = performance.now()
  document.head.append(script)
  const look = () => {
    if ((${finds})?.getBoundingClientRect().width) resolve(performance.now() - begun)
    else requestAnimationFrame(look)
  }
  look()
})`
/** From the script's request to the frame that showed the button. */
const untilButton = `globalThis.buttonAt - performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.js')).startTime`
/** Milliseconds from a click to the frame with the dialog, and to the one with the link in it. */
const clickAndWait = `new Promise((resolve) => {
  const begun = performance.now(), open = ${button}
  let painted
  const since = () => performance.now() - begun
  open.click()
  const look = () => {
    const dialog = ${invite}.querySelector('dialog[open]')
    if (dialog && painted === undefined) {
      painted = 0
      requestAnimationFrame(() => { painted = since() })
    }
    if (dialog?.querySelector('[part=link]')) requestAnimationFrame(() => resolve([painted, since()]))
    else requestAnimationFrame(look)
  }
  look()
})`

await buildBrowserFiles()
const stage = await startStage()
const browser = await startBareBrowser()
const claims: Claim[] = []
try {
  for (const throttle of [1, 4]) await measure(browser, stage, throttle)
} finally {
  await browser.close()
  await stage.close()
}
printClaims(claims, options.check)

async function measure(browser: BareBrowser, stage: Stage, throttle: number): Promise<void> {
  const plains: number[] = []
  const loadingPlains: number[] = []
  const others: number[] = []
  const found: Readonly<Record<Measured, number[]>> = {
    button: [],
    loading: [],
    dialog: [],
    first: [],
    link: [],
    press: [],
  }
  let shifts = 0
  /** What `use` finds in a tab of somebody who was never here, and comes to `url`. */
  const visit = async (url: string, use: (tab: BareTab) => Promise<void>, finds = button): Promise<void> => {
    const tab = await browser.open(throttle, watch(finds))
    await tab.goto(new URL('/before', url).href)
    await pause(200)
    await tab.goto(url)
    await use(tab)
    await tab.close()
  }
  /** Nobody looks while it is timed. */
  const untilThere = async (tab: BareTab): Promise<number> => {
    await pause(300 * (1 + throttle))
    return tab.evaluate(untilButton)
  }
  for (let round = 0; round < times; round++) {
    // By turns, so that what else the machine does slows all.
    for (const [kind, times] of [
      ['plain', plains],
      ['goodword', found.button],
    ] as const)
      await visit(stage.before, async (tab) => {
        await pause(200 * throttle)
        const finds = kind === 'plain' ? `document.querySelector('body > .open')` : button
        times.push(await tab.evaluate(addAndWait(stage.tags[kind], finds)))
      })
    await visit(stage.plain, async (tab) => void loadingPlains.push(await untilThere(tab)))
    if (options.beside)
      await visit(options.beside, async (tab) => void others.push(await untilThere(tab)), options.finds)
    await visit(stage.goodword, async (tab) => {
      while (!(await tab.evaluate('globalThis.buttonAt'))) await pause(20)
      const [painted, linked] = await tab.evaluate<[number, number]>(clickAndWait)
      found.first.push(painted)
      found.link.push(linked)
    })
    await visit(stage.goodword, async (tab) => {
      found.loading.push(await untilThere(tab))
      await tab.hover(button)
      await pause(600 * throttle)
      // Opened once before, so that the data is there too.
      await tab.evaluate(clickAndWait)
      await tab.press(inDialog('[part=close]'))
      await pause(200 * throttle)
      // Code and data are there: painted is what has the link in it.
      found.dialog.push((await tab.evaluate<[number, number]>(clickAndWait))[1])
      shifts = Math.max(shifts, await tab.evaluate('globalThis.shifts'))
      await pressAround(tab, throttle)
      found.press.push(await tab.evaluate('globalThis.slowest'))
    })
  }
  const base = median(plains)
  const tell = (value: number, plain = median(loadingPlains)): string =>
    `${value.toFixed(0)} ms, ${(value / plain).toFixed(2)} × the plain button’s ${plain.toFixed(0)} ms`
  const index = throttle === 1 ? 0 : 1
  for (const name of Object.keys(names) as Measured[]) {
    const value = median(found[name])
    const promised = limits[name][index]
    const isCalm = base <= calm[index]
    const limit =
      promised === undefined ? Infinity : isCalm ? promised : ratios[name] * Math.max(base, promised / 2)
    const busy = isCalm ? '' : `; by the plain button here, ${limit.toFixed(0)}`
    claims.push({
      name: `${throttle} × ${names[name]}${promised === undefined ? '' : `, within ${promised} ms${busy}`}`,
      holds: value <= limit,
      found: name === 'button' ? tell(value, base) : tell(value),
    })
  }
  if (options.beside)
    claims.push({
      name: `${throttle} × ${names.loading}, at ${options.beside}`,
      holds: median(found.loading) < median(others),
      found: `${tell(median(others))}; ours is ${(median(found.loading) / median(others)).toFixed(2)} of it`,
    })
  claims.push({ name: `${throttle} × layout shift`, holds: shifts === 0, found: shifts.toFixed(4) })
}

/** What people do in the dialog: copy, write, look at the code. */
async function pressAround(tab: BareTab, throttle: number): Promise<void> {
  await tab.press(inDialog('[part=copy]'))
  await tab.press(inDialog('[part=message]'))
  await tab.type('Try it. ')
  const code = `[...${invite}.querySelectorAll('dialog button')].find((one) => /QR/.test(one.textContent))`
  await tab.press(code)
  // The last press is told of after its frame.
  await pause(300 * throttle)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
