import type { Log } from './log.ts'

/** The process that is watched over. */
export type Supervised = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>

/** Milliseconds in which two signals are one: a Ctrl-C reaches a process and, through its parent, reaches it again. */
const together = 500

/** Milliseconds for a graceful end, and a little more than the listener takes for its own. */
const longest = 12_000

/**
 * Resolves with the exit code once a process was asked to end and has: 0 after a signal, 1 after an error that nobody
 * caught. `stop` finishes what was begun; a second signal, or twelve seconds, end the process at once.
 */
export function superviseProcess(
  stop: () => Promise<void>,
  log: Pick<Log, 'failed' | 'told' | 'flush'>,
  target: Supervised = process,
  now: () => number = Date.now,
): Promise<0 | 1> {
  return new Promise((resolve) => {
    let since: number | undefined
    let isOver = false
    let code: 0 | 1 = 0
    const endAtOnce = () => {
      log.flush()
      target.exit(code === 1 ? 1 : 130)
    }
    const begin = () => {
      since = now()
      const timer = setTimeout(endAtOnce, longest)
      stop()
        .catch((error: unknown) => {
          code = 1
          log.failed(error)
        })
        .finally(() => {
          clearTimeout(timer)
          // A signal that comes while the process goes would change its exit code: those stay, and do nothing.
          isOver = true
          for (const failure of failures) target.off(failure, onFailure)
          log.flush()
          resolve(code)
        })
    }
    const onSignal = () => {
      if (since === undefined) {
        log.told('Stopping: what was begun is finished first.')
        begin()
      } else if (!isOver && now() - since > together) endAtOnce()
    }
    const onFailure = (error: unknown) => {
      code = 1
      log.failed(error)
      if (since === undefined) begin()
    }
    for (const signal of signals) target.on(signal, onSignal)
    for (const failure of failures) target.on(failure, onFailure)
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const failures = ['uncaughtException', 'unhandledRejection'] as const
