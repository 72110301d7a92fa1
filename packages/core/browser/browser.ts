/** The engines that the tracker must live in. */
export type BrowserName = 'Chromium' | 'Firefox' | 'WebKit'

/** A real browser, driven from outside. */
export interface LabBrowser {
  /** Somebody with a clean profile: no cookies, nothing stored. */
  visitor(): Promise<Visitor>
  close(): Promise<void>
}

/** One person's browser profile. */
export interface Visitor {
  /** Opens a tab, at `url` if there is one, and waits until it has loaded. */
  open(url?: string): Promise<Tab>
  /** What the engine itself complained about in this profile's tabs; WebKit's driver tells nothing. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** One tab. */
export interface Tab {
  /** Settles when the page has loaded. */
  goto(url: string): Promise<void>
  /** Loads the page again. */
  reload(): Promise<void>
  /** Goes back in the history, as the button does. */
  back(): Promise<void>
  /** Runs `run` in the page. It is sent as text: it sees nothing but `args`, which travel as JSON, like the result. */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>
  /** Slows the page's processor down so many times; 1 is its own speed. Chromium only. */
  throttle(times: number): Promise<void>
  /** Closes it without asking, as a person does. */
  close(): Promise<void>
}

/** A call of `run` as an expression. */
export function callText(run: (...args: never[]) => unknown, args: readonly unknown[]): string {
  return `(${String(run)})(${args.map((arg) => JSON.stringify(arg) ?? 'undefined').join()})`
}
