/** Calls `run` after each navigation inside a single page, and when a page is back. Nothing is patched for it. */
export function watchNavigation(window: Window, run: () => void): void {
  const { navigation } = window as Partial<Window>
  navigation?.addEventListener('currententrychange', run)
  // Browsers without it tell of `pushState` nowhere: there the site calls `capture()`.
  for (const name of ['popstate', 'hashchange', 'pageshow', 'online', 'load']) window.addEventListener(name, run)
}

/** `href` without the code in one of `params`, the channel after it, and what then separates nothing any more. */
export function withoutCode(href: string, params: readonly string[]): string {
  const code = RegExp(`([?&#])(${params.join('|')})=[\\w-]+(&ch=[\\w-]+)?(?![^&#])&?`)
  return href.replace(code, '$1').replace(/[?&#](?=#|$)/, '')
}
