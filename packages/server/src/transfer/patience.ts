import { GoodwordError } from '@goodword/program'

/** Tries in all, and milliseconds at most between two of them. */
const patience = { tries: 8, longest: 60_000 } as const

/** Waits for a vendor that has enough for now, or is down for a moment, as long as it says; then rejects with its error. */
export async function patiently<T>(
  { wait = sleep }: { readonly wait?: ((milliseconds: number) => Promise<void>) | undefined },
  ask: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      const isPassing =
        error instanceof GoodwordError && /^vendor-(limited|unavailable|answer)$/.test(error.code)
      if (!isPassing || tries >= patience.tries) throw error
      const { retryAfter } = (error.cause ?? {}) as { readonly retryAfter?: number }
      await wait(Math.min(patience.longest, retryAfter === undefined ? 500 * 2 ** tries : retryAfter * 1000))
    }
  }
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
