import { isWithin, seasonSpan } from '../seasons/season.ts'

/**
 * Whether an experiment takes people at an instant (epoch milliseconds): from its first to its last local day, without
 * bound where it names none. Throws `time-zone-unknown`.
 */
export function isRunning(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  timeZone: string,
  at: number,
): boolean {
  if (from === undefined && to === undefined) return true
  const first = from ?? '1900-01-01'
  return isWithin(seasonSpan({ from: first, to: to ?? '2999-12-30' }, timeZone), at)
}
