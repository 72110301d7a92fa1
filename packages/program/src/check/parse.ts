import * as v from 'valibot'
import { crossCheck } from './cross-check.ts'
import { GoodwordError, type Problem } from '../errors.ts'
import { problemsOf, sortProblems } from './problems.ts'
import { programSchema, type Program } from '../schema/program.ts'

/**
 * A program from what its file holds, with every default filled in.
 *
 * Throws `program-invalid` with every problem at once; the message lists them, one a line.
 */
export function parseProgram(input: unknown): Program {
  const { program, problems } = check(input)
  if (program) return program
  throw new GoodwordError('program-invalid', describeProblems(problems), { problems })
}

/** Every problem of a program, in the order of the file's fields; none means that `parseProgram` takes it. */
export const findProblems = (input: unknown): readonly Problem[] => check(input).problems

function check(input: unknown): { program?: Program; problems: readonly Problem[] } {
  const result = v.safeParse(programSchema, input)
  const found = result.success ? [] : problemsOf(programSchema, input, result.issues)
  const problems = sortProblems(programSchema, [...found, ...crossCheck(input)])
  return result.success && problems.length === 0 ? { program: result.output, problems } : { problems }
}

const shown = 50

function describeProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const lines = problems
    .slice(0, shown)
    .map(({ path, given, remedy }) => `  ${path || 'the program'}: ${remedy} Given: ${given}.`)
  const rest = problems.length > shown ? [`  … and ${problems.length - shown} more.`] : []
  return [`The program has ${count}:`, ...lines, ...rest].join('\n')
}
