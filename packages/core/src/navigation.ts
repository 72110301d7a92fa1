/** `href` without the code in one of `params`, the channel after it, and what then separates nothing any more. */
export function withoutCode(href: string, params: readonly string[]): string {
  const code = RegExp(`([?&#])(${params.join('|')})=[\\w-]+(&ch=[\\w-]+)?(?![^&#])&?`)
  return href.replace(code, '$1').replace(/[?&#](?=#|$)/, '')
}
