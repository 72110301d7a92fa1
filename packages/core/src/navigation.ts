/** Calls `run` after each navigation inside a single page, and when a page is back. Nothing is patched for it. */
export function watchNavigation(window: Window, run: () => void): void {
  const { navigation } = window as Partial<Window>
  navigation?.addEventListener('currententrychange', run)
  // Browsers without it tell of `pushState` nowhere: there the site calls `capture()`.
  for (const name of ['popstate', 'hashchange', 'pageshow', 'online']) window.addEventListener(name, run)
}

/** `href` without the code in one of `params`, and the channel after it. */
export function withoutCode(href: string, params: readonly string[]): string {
  const code = `(${params.join('|')})=[\\w-]+(&ch=[\\w-]+)?`
  return href.replace(RegExp(`([?&#])${code}(&|$)`), '$1').replace(RegExp(`[?&]${code}(?=#)|[?&#]$`), '')
}
