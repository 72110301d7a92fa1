import type { Context } from '../backend/context.ts'

/** Work that goes on by itself, once however many servers are up. */
export interface Job {
  readonly name: string
  /** Milliseconds from the end of one run to the beginning of the next. */
  readonly every: number
  /** Does a bounded amount of work; true when there is more, which then goes on at once. */
  run(context: Context): Promise<boolean>
}
