/** What a log may hold of an error: where it happened and of which kind, nothing that it happened to. */
export interface ErrorFacts {
  readonly name: string
  readonly message: string
  /** Our own, the system's or the database's. */
  readonly code?: string
  /** Of a database: the table and the constraint. */
  readonly table?: string
  readonly constraint?: string
  /** Its lines, without the message. */
  readonly stack?: string
  readonly cause?: ErrorFacts
}

const deepest = 3
const mostLines = 15

/**
 * Reads from an error what a log may hold. Databases put rows and parameters into `detail`, `where` and `hint`: those
 * are left out, and what stands between quotes or looks like a value is cut from the message.
 */
export function errorFacts(error: unknown, depth = 1): ErrorFacts {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'something that is no error was thrown' }
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown }
  const stack = framesOf(error)
  return {
    name: /^[A-Z]\w{0,60}$/.test(error.name) ? error.name : 'Error',
    message: withoutValues(error.message),
    ...word('code', code),
    ...word('table', table),
    ...word('constraint', constraint),
    ...(stack !== '' && { stack }),
    ...(error.cause !== undefined && depth < deepest && { cause: errorFacts(error.cause, depth + 1) }),
  }
}

const word = (key: string, value: unknown): object =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? { [key]: value } : {}

/** A stack begins with the message, which may have lines that look like its own. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  const frames = message !== '' && at !== -1 ? stack.slice(at + message.length) : stack
  return frames
    .split('\n')
    .filter((line) => /^ {4}at \S/.test(line))
    .slice(0, mostLines)
    .map((line) => line.trim())
    .join('\n')
}

/**
 * A message with "…" for whatever stands in quotes, brackets or braces, follows a colon, or has a digit or an "@" in it. What is
 * left are the words that a programmer wrote.
 */
export function withoutValues(message: string): string {
  return message
    .slice(0, 1000)
    .replaceAll(/"[^"]*"?|`[^`]*`?|'[^']*'|“[^”]*”?|\{.*\}?|\[.*\]?|\([^)]*\)?/gs, '…')
    .replaceAll(/\b\w+:\/\/\S+|\S*[@\d]\S*/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300)
}
