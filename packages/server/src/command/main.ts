import { GoodwordError } from '@goodword/program'
import { backupCommand } from './backup.ts'
import { check } from './check.ts'
import { conformance } from './conformance.ts'
import { keys } from './keys.ts'
import { migrate } from './migrate.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import type { Command, ExitCode, Terminal } from './output.ts'
import { restoreCommand } from './restore.ts'
import { serveCommand } from './serve.ts'
import { simulate } from './simulate.ts'
import { token } from './token.ts'

const commands: readonly Command[] = [
  serveCommand,
  check,
  simulate,
  token,
  keys,
  migrate,
  exportCommand,
  importCommand,
  backupCommand,
  restoreCommand,
  conformance,
]

const overview = [
  'goodword COMMAND [--help]',
  '',
  ...commands.map(({ name, about }) => `  ${name.padEnd(11)} ${about}`),
  '',
  'Exit codes: 0 fine, 1 invalid input, 2 wrong command line.',
].join('\n')

/** Runs one command line. What is wrong with it, or with its input, is told and becomes the exit code. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '', ...rest] = args
  const command = commands.find((command) => command.name === name)
  if (!command) {
    const isHelp = name === '' || name === 'help' || name === '--help' || name === '-h'
    if (isHelp) terminal.print(overview)
    else terminal.complain(`There is no command "${name}".\n\n${overview}`)
    return isHelp ? 0 : 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(command.help)
    return 0
  }
  try {
    return await command.run(rest, terminal)
  } catch (error) {
    if (isUsage(error)) {
      terminal.complain(`${error.message}\nSee goodword ${name} --help`)
      return 2
    }
    if (!(error instanceof GoodwordError)) throw error
    terminal.complain(error.message)
    return 1
  }
}

/** Ours, and what `parseArgs` throws. */
function isUsage(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'usage' || code.startsWith('ERR_PARSE_ARGS_')
}
