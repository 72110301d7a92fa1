import { cookieName, decideTouch, formatKept, parseKept, type Kept } from '@goodword/program/touch'
import type { Landing } from './options.ts'

/** What a page's request says of its cookie. */
export interface Visit {
  /** The page's, as the browser says it. */
  readonly origin: string
  /** The API's address, as browsers see it. */
  readonly api: string
  /** The request's `cookie` header. */
  readonly cookie: string
}

/**
 * The widest domain that a page of `origin` and the API share, or '' for their one host; `undefined` where they are no
 * site in common. A browser refuses a public suffix: there the two were none either, and it keeps nothing.
 */
export function sharedDomain(origin: string, api: string): string | undefined {
  const [page, ours] = [new URL(origin), new URL(api)]
  if (page.protocol !== ours.protocol) return undefined
  const isName = (host: string): boolean => host.includes('.') && !/^[\d.]+$|^\[/.test(host)
  if (page.hostname === ours.hostname && !isName(ours.hostname)) return ''
  const labels = page.hostname.split('.')
  const others = ours.hostname.split('.')
  const shared = labels.slice(
    labels.findLastIndex((label, index) => label !== others.at(index - labels.length)) + 1,
  )
  if (shared[0] === 'www') shared.shift()
  return shared.length > 1 && isName(ours.hostname) ? shared.join('.') : undefined
}

/**
 * The tracker's own cookie again, on `domain`: browsers keep what a server has set for longer than what a script has.
 * `undefined` where there is none: only the tracker knows whether the visitor allows one.
 */
export function renewCookie(
  { api, cookie }: Visit,
  { attribution }: Landing,
  domain: string,
  now: number,
): string | undefined {
  const all = cookie.split(/; */).flatMap((pair): Kept | [] => {
    const kept = pair.startsWith(`${cookieName}=`) ? parseKept(pair.slice(cookieName.length + 1)) : undefined
    return kept ?? []
  })
  if (!all[0]) return undefined
  const touches = all.flatMap(({ touch }) => touch ?? [])
  const touch = decideTouch(attribution, touches, now)
  const value = formatKept({ visitor: all[0].visitor, ...(touch && { touch }) })
  const seconds = Math.min(attribution.days, 400) * 86_400
  // Not HttpOnly: the script on the page reads it.
  return (
    `${cookieName}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax` +
    (domain && `; Domain=${domain}`) +
    (api.startsWith('https:') ? '; Secure' : '')
  )
}
