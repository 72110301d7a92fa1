/** What a person should look at: one row for each order and reason. */
export interface CasesTable {
  readonly program: string
  /** `<name>:<order>`. */
  readonly order_key: string
  /** A rule's code, such as `own-referral`, or a flag of the rewards, such as `contradiction`. */
  readonly reason: string
  /** `hold`: the order earns nothing before somebody decides. `flag`: it counts meanwhile. */
  readonly action: 'hold' | 'flag'
  readonly friend: string | null
  readonly referrer: string | null
  /** Counts, seconds and names of signs as JSON; nothing that names a person. */
  readonly evidence: string
  readonly at: number
  readonly state: 'open' | 'approved' | 'rejected'
  readonly decided_at: number | null
  readonly decided_by: string | null
  readonly note: string | null
}

/** Keys of the hashes of addresses, one a week; older ones than two are thrown away. */
export interface TraceKeysTable {
  readonly program: string
  /** Weeks since 1970; -1 is the key of mailboxes, which stays. */
  readonly period: number
  readonly key: string
}

/** Whose a mailbox is, however its address is written: a keyed hash of what is left without dots, tags and aliases. */
export interface MailboxesTable {
  readonly program: string
  readonly mailbox: string
  readonly person: string
}

/** Where somebody was seen: keyed hashes that cannot be linked once their key is gone. */
export interface TraceColumns {
  readonly address: string | null
  /** The address and the agent together. */
  readonly device: string | null
  readonly traced_at: number | null
}
