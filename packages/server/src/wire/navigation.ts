/**
 * What a request is for, as the browser says itself. `visit`: somebody opens the page. `ahead`: the page is fetched
 * before anybody wants it, or by a script. `part`: it is to be a frame or a picture of another page, which is how
 * cookies are stuffed.
 */
export type Purpose = 'visit' | 'ahead' | 'part'

/** Browsers that send none of these headers are believed: old ones, and those inside apps. */
export function purposeOf({ method, headers }: Request): Purpose {
  const dest = headers.get('sec-fetch-dest')
  if (dest !== null && dest !== 'document' && dest !== 'empty') return 'part'
  if (method !== 'GET' || dest === 'empty') return 'ahead'
  const mode = headers.get('sec-fetch-mode')
  if (mode !== null && mode !== 'navigate') return 'ahead'
  const hints = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '')
  return hints.some((hint) => /prefetch|prerender|preview/i.test(hint)) ? 'ahead' : 'visit'
}
