import { contestsOf, totalsOf, type Program } from '@goodword/program'
import { closing } from '../backend/closing.ts'
import { ripening } from '../backend/ripening.ts'
import { totalsJob } from '../backend/totals-job.ts'
import type { Job } from './job.ts'

/** All that goes on by itself in a program, in the order in which one prepares the next. */
export const jobsOf = (program: Program): readonly Job[] => [
  ripening,
  ...(totalsOf(program).size > 0 ? [totalsJob] : []),
  ...(contestsOf(program).length > 0 ? [closing] : []),
]
