import type { Context } from '../backend/context.ts'

/** Work that goes on by itself, once however many servers are up. */
export interface Job {
  readonly name: string
  /** Milliseconds from the end of one run to the beginning of the next. */
  readonly every: number
  /** Asked before a server takes the job, so that one with nothing to do costs a look and no write. @default there is always work */
  isDue?(context: Context): Promise<boolean>
  /** Does a bounded amount of work; true when there is more, which then goes on at once. */
  run(context: Context): Promise<boolean>
}
