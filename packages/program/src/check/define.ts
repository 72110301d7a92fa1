import { parseProgram } from './parse.ts'
import type { Program, ProgramInput } from '../schema/program.ts'

/** A program written in TypeScript, checked as it is typed and again when it runs: throws `program-invalid`. */
export const defineProgram = (program: ProgramInput): Program => parseProgram(program)
