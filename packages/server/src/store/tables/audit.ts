/** What was done by those who may, append-only; each row holds the hash of the one before it. */
export interface AuditTable {
  readonly program: string
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  readonly id: string
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** JSON. */
  readonly detail: string
  /** `hash` of the row before; empty for the first. */
  readonly previous: string
  readonly hash: string
}

/** The newest row of each program's log; whoever adds one counts it up first, and so adds alone. */
export interface AuditHeadsTable {
  readonly program: string
  readonly seq: number
  readonly hash: string
}
