/** Who was erased, so that an older backup that still knows them can forget them again. */
export interface ErasuresTable {
  readonly program: string
  /** A random key that the ledger keeps, and names nobody; or `address:` and the keyed hash of one that was only written to. */
  readonly person: string
  readonly at: number
  /** `Asked` as JSON: what the program's segments asked for then. */
  readonly asked: string
}

/** Codes that nobody may get again, as keyed digests: a chosen code may be a name. */
export interface RetiredTable {
  readonly program: string
  readonly digest: string
}

/** Random keys of a program's own, made when they are first needed. */
export interface SaltsTable {
  readonly program: string
  readonly purpose: string
  readonly salt: string
}

/** How far a walk through a large table has come. */
export interface SweepsTable {
  readonly program: string
  readonly name: string
  /** The last key that was looked at; empty at the beginning. */
  readonly place: string
  /** When the walk began. */
  readonly began_at: number
}
