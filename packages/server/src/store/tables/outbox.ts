/** What waits to be told to others: webhooks and mails, and who may be written to. */
export interface OutboxTables {
  readonly gw_webhooks: WebhooksTable
  readonly gw_outbox: MessagesTable
  readonly gw_deliveries: DeliveriesTable
  readonly gw_mail_keys: MailKeysTable
  readonly gw_invitations: InvitationsTable
  readonly gw_mail_guards: MailGuardsTable
}

/** Where the owner's systems listen. */
export interface WebhooksTable {
  readonly program: string
  readonly id: string
  readonly url: string
  readonly label: string | null
  /** Message types as JSON; `[]` is every type. */
  readonly types: string
  /** What a message adds about people, as JSON: `[]` or `["email"]`. */
  readonly include: string
  /** `whsec_…`: a signature needs the secret itself. */
  readonly secret: string
  readonly old_secret: string | null
  readonly old_until: number | null
  readonly state: 'on' | 'off'
  /** Why it is off: `owner`, `gone` or `failing`. */
  readonly reason: string | null
  readonly created_at: number
  /** The first of the failures since the last success. */
  readonly failing_since: number | null
  readonly failures: number
}

/** A message, once, for however many it is delivered to. Names people by their key only, but for mails. */
export interface MessagesTable {
  readonly program: string
  readonly id: string
  readonly type: string
  readonly at: number
  /** JSON. That of a mail is emptied when it was sent, or never will be. */
  readonly body: string
}

/** A message on its way to one receiver. */
export interface DeliveriesTable {
  readonly program: string
  readonly id: string
  readonly message: string
  /** A webhook's id, or `mail`. */
  readonly receiver: string
  readonly at: number
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly due: number
  /** Until then it is in the hands of one sender. */
  readonly leased_until: number
  readonly tries: number
  readonly tried_at: number | null
  /** The receiver's last status: of HTTP, or of SMTP. */
  readonly status: number | null
  readonly error: string | null
  /** The beginning of the receiver's last answer. */
  readonly answer: string | null
}

/** One secret per program: what turns an address into its hash, and signs what a mail links to. */
export interface MailKeysTable {
  readonly program: string
  readonly secret: string
}

/** Who invited whom, the friend by a keyed hash of the address. */
export interface InvitationsTable {
  readonly program: string
  readonly address: string
  /** The participant's person key. */
  readonly participant: string
  readonly code: string
  /** When it was last asked for. */
  readonly at: number
  /** When a mail was queued for it; only then may it bring anybody. */
  readonly mailed_at: number | null
}

/** When an address was last written to, and whether it wants no more. */
export interface MailGuardsTable {
  readonly program: string
  readonly address: string
  readonly mailed_at: number
  readonly refused_at: number | null
}
