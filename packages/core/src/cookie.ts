/** The page's cookies, with one name of our own. Nothing here throws; in a sandboxed frame nothing is kept. */
export interface CookieJar {
  /** All cookies that this page can see, as the browser writes them: `a=1; b=2`. */
  get(): string
  /** Makes `pair` (`name=value`) the only one of its name. False when the browser refused it. */
  set(pair: string): boolean
  remove(): void
}

/**
 * A jar that keeps `name` for `days` (browsers keep none longer than 400), on `domain` or on the widest domain that
 * the browser accepts, which is found by trying.
 */
export function createCookieJar(document: Document, name: string, days: number, domain?: string): CookieJar {
  const { protocol, hostname } = document.location
  const labels = hostname.split('.')
  // `com` (refused, as every public suffix is), `example.com`, `shop.example.com`, and as '' the host alone.
  const places = [...labels.map((_, index) => labels.slice(~index).join('.')), '']
  if (domain) places.unshift(domain)

  const jar = (added?: string): string => {
    try {
      if (added) document.cookie = added
      return document.cookie
    } catch {
      // A sandboxed frame or a data: page.
      return ''
    }
  }
  const put = (pair: string, where: string, seconds: number): string =>
    jar(
      `${pair}; Path=/; Max-Age=${seconds}; SameSite=Lax` +
        (where && `; Domain=${where}`) +
        (protocol === 'https:' ? '; Secure' : ''),
    )
  const remove = (): void => {
    for (const where of places) put(`${name}=`, where, -1)
  }
  return {
    get: jar,
    set(pair) {
      // A host's own cookie and its domain's may exist side by side.
      if (jar().includes(`${name}=`)) remove()
      return places.some((where) => put(pair, where, days * 86_400).includes(pair))
    },
    remove,
  }
}
