import { explainProgram, GoodwordError, type Problem } from '@goodword/program'
import { parseArgs } from 'node:util'
import { usage, type Command, type ExitCode, type Terminal } from './output.ts'
import { loadProgram } from './program-file.ts'

/** `goodword check`: what a program file does, or what is wrong with it. */
export const check: Command = {
  name: 'check',
  about: 'Says what a program file does, or everything that is wrong with it',
  help: `goodword check FILE… [--json]

Reads program files (.json, .ts) and says in sentences what they do.
Exits with 1 when one is invalid, after naming every problem.

  --json   one JSON object per file, one per line`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    if (positionals.length === 0) throw usage('check needs a program file: goodword check program.json')
    let code: ExitCode = 0
    for (const file of positionals) if (!(await checkFile(file, values.json, terminal))) code = 1
    return code
  },
}

async function checkFile(file: string, json: boolean, terminal: Terminal): Promise<boolean> {
  try {
    const program = await loadProgram(file)
    const explanation = explainProgram(program)
    const lines = explanation.map((sentence) => `  ${sentence}`)
    terminal.print(
      json
        ? JSON.stringify({ file, ok: true, program: program.id, explanation })
        : [`${file} is valid.`, '', ...lines].join('\n'),
    )
    return true
  } catch (error) {
    if (!(error instanceof GoodwordError)) throw error
    const { code, message, problems } = error
    if (json) terminal.print(JSON.stringify({ file, ok: false, code, message, problems }))
    else terminal.complain(problems.length > 0 ? describeProblems(file, problems) : message)
    return false
  }
}

/** Every problem with its path, what is there, and what to write. */
export function describeProblems(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const blocks = problems.map(({ path, given, remedy }) =>
    [`  ${path || 'the program'}`, `    given: ${given}`, `    ${remedy}`].join('\n'),
  )
  return [`${file} has ${count}:`, ...blocks].join('\n')
}
