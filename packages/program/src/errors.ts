/** What is wrong in one place of an input: where, what was given, what to write instead. */
export interface Problem {
  /** Dotted path into the input, e.g. `incentives.0.give.amount`; `''` is the whole input. */
  readonly path: string
  /** The offending value as JSON, shortened to 80 characters. */
  readonly given: string
  /** What to write, as an instruction. */
  readonly remedy: string
}

/**
 * The one error of Goodword. `code` is stable and documented; `message` says what happened, what was given and
 * what to do. In a visitor's page it is never thrown: it goes to `onError`.
 */
export class GoodwordError extends Error {
  override readonly name = 'GoodwordError'
  readonly code: string
  /** Every problem found, for inputs that have many. */
  readonly problems: readonly Problem[]

  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
  }
}
