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
 * `#/path?via=…`), with the channel right after it, as our links have it. Anything malformed counts as absent. Beside it
 * all of the text that says so, from the sign that it begins with.
 */
export function readArrival(
  { hash, search }: Pick<URL, 'search' | 'hash'>,
  params: readonly string[],
): readonly [Arrival, text: string] | undefined {
  // Not URLSearchParams: codes need no escapes, and a hash is no query.
  const found = params
    .map((name) =>
      RegExp(`[?&#]${name}=([\\w-]{1,64})(?:&ch=([a-z][0-9a-z-]{0,31}))?(?![^&#])`).exec(search + hash),
    )
    .find(Boolean)
  if (!found) return undefined
  const [text, code, channel] = found
  return [{ code: code!, channel } as Arrival, text]
}
