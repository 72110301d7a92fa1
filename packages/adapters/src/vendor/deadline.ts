import { GoodwordError } from '@goodword/program/errors'
import type { VendorFailure } from './failure.ts'

/** The longest that anybody waits for what takes several calls, in milliseconds. */
const patience = 9_500

/**
 * `work`, or `vendor-unavailable` when that takes longer than 9.5 s: each call of it is in time, and all together may not
 * be. The work goes on meanwhile, and who asks again may find it done.
 */
export async function inTime<T>(vendor: string, work: Promise<T>, longest = patience): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow(vendor)), longest)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function tooSlow(vendor: string): GoodwordError {
  const cause: VendorFailure = { inDoubt: true }
  return new GoodwordError(
    'vendor-unavailable',
    `${vendor} answers, but too slowly for all that is asked. Try again later; nothing has to be changed.`,
    { cause },
  )
}
