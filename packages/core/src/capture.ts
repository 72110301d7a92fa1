/** A code that came with an address. */
export interface Arrival {
  readonly code: string
  readonly channel?: string
  /** The page, without query and hash: they may hold what is nobody's business. */
  readonly url: string
}

/**
 * The code in `url`: the first of `params` that has a well-formed one, in the query, else in the hash (`#via=…` and
 * `#/path?via=…`). Anything malformed counts as absent.
 */
export function readArrival(url: URL, params: readonly string[]): Arrival | undefined {
  // Not URLSearchParams: codes need no escapes, and a hash is no query.
  const read = (name: string, shape: string): string | undefined =>
    RegExp(`[?&#]${name}=(${shape})(?![^&#])`).exec(url.search + url.hash)?.[1]

  const code = params.map((name) => read(name, '[\\w-]{1,64}')).find(Boolean)
  if (!code) return undefined
  const channel = read('ch', '[a-z][a-z0-9-]{0,31}')
  return { code, url: (url.origin + url.pathname).slice(0, 2048), ...(channel && { channel }) }
}

/** Calls `run` after each navigation inside a single page. Nothing of the page is patched for it. */
export function watchNavigation(window: Window, run: () => void): void {
  const { navigation } = window as Partial<Window>
  navigation?.addEventListener('currententrychange', run)
  // Older browsers tell of `pushState` nowhere: there the site calls `capture()`.
  for (const name of navigation ? [] : ['popstate', 'hashchange']) window.addEventListener(name, run)
}
