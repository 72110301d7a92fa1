import { GoodwordError } from '@goodword/program'
import { pino, type DestinationStream } from 'pino'
import type { Answer } from '../wire/answers.ts'
import { errorFacts, type ErrorFacts } from './error-facts.ts'

/** How much is told; each level tells what stands before it, too. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info'

const levels: readonly LogLevel[] = ['silent', 'error', 'warn', 'info']

/**
 * What a server tells whoever runs it. It takes patterns, counts and kinds of error, no requests: so nothing that
 * names a person, and no key, token or code, can get in.
 */
export interface Log {
  /** One line for a request: `info`, from status 500 on `error`; a 501 is a question, and no failure. */
  answered(answer: Answer): void
  /** Something went wrong inside, in a request or in work of our own. */
  failed(error: unknown, where?: { readonly request?: string; readonly job?: string }): void
  /** Something that its owner should know: a sentence of ours, and figures. */
  told(message: string, facts?: Readonly<Record<string, number | boolean>>): void
  /** Something that its owner probably forgot: a sentence of ours with its remedy, a code, and the program. */
  warned(message: string, facts: { readonly code: string; readonly program?: string }): void
  /** Writes what is still waiting. */
  flush(): void
}

/** Where lines go; standard error by default. */
export interface LogTarget {
  write(line: string): void
  flush?(): void
}

const hasFailed = ({ status }: Pick<Answer, 'status'>): boolean => status >= 500 && status !== 501

/** What `GOODWORD_LOG` says. Throws `log-level`. */
export function readLogLevel(text: string | undefined, otherwise: LogLevel): LogLevel {
  if (!text) return otherwise
  const level = levels.find((level) => level === text)
  if (level) return level
  throw new GoodwordError(
    'log-level',
    `GOODWORD_LOG is "${text.slice(0, 40)}". Use one of ${levels.join(', ')}.`,
  )
}

/** One JSON object a line, for machines. */
export function jsonLog(level: LogLevel, target: LogTarget = standardError()): Log {
  const out = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    target as DestinationStream,
  )
  return {
    answered({ milliseconds, ...answer }) {
      const isFailure = hasFailed(answer)
      if (!isFailure && !out.isLevelEnabled('info')) return
      const line = { ...answer, ms: Math.round(milliseconds * 10) / 10 }
      if (isFailure) out.error(line, 'request')
      else out.info(line, 'request')
    },
    failed: (error, where) => out.error({ ...where, err: errorFacts(error) }, 'failed'),
    told: (message, facts) => out.info({ ...facts }, message),
    warned: (message, facts) => out.warn({ ...facts }, message),
    flush: () => target.flush?.(),
  }
}

/** Lines for people at a terminal. */
export function plainLog(
  level: LogLevel,
  target: LogTarget = standardError(),
  now: () => number = Date.now,
): Log {
  const rank = levels.indexOf(level)
  const say = (needs: LogLevel, text: string): void => {
    if (levels.indexOf(needs) > rank) return
    target.write(`${new Date(now()).toTimeString().slice(0, 8)} ${text}\n`)
  }
  return {
    answered({ id, method, route, status, milliseconds, program }) {
      const of = program === undefined ? '' : ` ${program}`
      const isFailure = hasFailed({ status })
      const which = isFailure ? ` (${id})` : ''
      say(
        isFailure ? 'error' : 'info',
        `${status} ${method} ${route}${of} ${milliseconds.toFixed(1)} ms${which}`,
      )
    },
    failed(error, { request, job } = {}) {
      const where = request ?? job
      say('error', `failed${where === undefined ? '' : ` (${where})`}: ${describe(errorFacts(error))}`)
    },
    told(message, facts = {}) {
      const more = Object.entries(facts).map(([name, value]) => `${name} ${value}`)
      say('info', [message, ...more].join(' · '))
    },
    warned: (message) => say('warn', message),
    flush: () => target.flush?.(),
  }
}

function describe({ name, code, message, stack, cause }: ErrorFacts): string {
  const kind = code === undefined ? name : `${name} ${code}`
  const lines = stack === undefined ? '' : `\n    ${stack.replaceAll('\n', '\n    ')}`
  return `${kind}: ${message}${lines}${cause ? `\n  because of ${describe(cause)}` : ''}`
}

/** Written while nothing else is to be done; `flush` writes the rest at once. */
function standardError(): LogTarget {
  const out = pino.destination({ fd: 2, sync: false })
  return {
    write: (line) => void out.write(line),
    // Nothing was written yet, and its file is not open, when this throws.
    flush() {
      try {
        out.flushSync()
      } catch {
        return
      }
    },
  }
}
