/** Calls `run` after each navigation inside a single page. Nothing of the page is patched for it. */
export function watchNavigation(window: Window, run: () => void): void {
  const { navigation } = window as Partial<Window>
  navigation?.addEventListener('currententrychange', run)
  // Older browsers tell of `pushState` nowhere: there the site calls `capture()`.
  for (const name of navigation ? [] : ['popstate', 'hashchange']) window.addEventListener(name, run)
}

/** `href` without the codes in `params`, and the channel after one. */
export function withoutCode(href: string, params: readonly string[]): string {
  const code = `(${params.join('|')})=[\\w-]+(&ch=[\\w-]+)?`
  return href.replace(
    RegExp(`([?&#])${code}(&|(?=#)|$)`),
    (_, before: string, _name, _channel, after: string) => (after ? before : ''),
  )
}
