/** Codes that participants chose, beside the one that they were given. The newest is the one that they show. */
export interface CodesTable {
  readonly program: string
  readonly code: string
  /** What it looks like: no two that look alike are given. */
  readonly skeleton: string
  readonly person: string
  /** When it was chosen. */
  readonly since: number
}
