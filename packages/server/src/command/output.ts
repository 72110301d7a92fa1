import { GoodwordError } from '@goodword/program'

/** Where a command writes, and what it knows of the world. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  print(text: string): void
  complain(text: string): void
}

/** 0: fine. 1: the input is invalid, or it could not be done. 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2

/** One command of `goodword`. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly about: string
  readonly help: string
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** A command line that cannot be understood. */
export const usage = (message: string): GoodwordError => new GoodwordError('usage', message)

/** A whole number from the command line. Throws `usage`. */
export function readPort(text: string, from: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw usage(`${from} is "${text}". Use a whole number from 1 to 65535, or 0 for any that is free.`)
}

/** A time such as `90s`, `30m`, `1h`, in seconds. Throws `usage`. */
export function readSeconds(text: string, from: string): number {
  const [, count, unit = 's'] = /^(\d{1,6})([smhd])?$/.exec(text) ?? []
  const seconds = Number(count) * { s: 1, m: 60, h: 3600, d: 86_400 }[unit as 's' | 'm' | 'h' | 'd']
  if (seconds > 0) return seconds
  throw usage(`${from} is "${text}". Use a time such as 90s, 30m or 1h.`)
}
