/** A code that came with an address. */
export interface Arrival {
  readonly code: string
  readonly channel?: string
}

/** The parameters of other vendors' links, by vendor, for a site that moves here from one. */
export const vendorParams = {
  dub: 'via',
  growsurf: 'grsf',
  mbsy: 'mbsy',
  referralcandy: 'aic',
  referralhero: 'mwr',
  referralrock: 'REFERRALCODE',
  rewardful: 'via',
} as const

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
  return { code, ...(channel && { channel }) }
}
