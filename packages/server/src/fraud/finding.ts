/** What a rule saw: counts, seconds, names of signs; nothing that names a person. */
export type Evidence = Readonly<Record<string, number | string | boolean>>

/** Something that a person should look at. */
export interface Finding {
  readonly evidence: Evidence
  /** One sign alone, which honest people give as well: it is shown, and holds nothing. */
  readonly weak?: true
}

/** The rules' codes, as reasons are stored, by their names in the program file. */
export const reasonCodes = {
  ownReferral: 'own-referral',
  existingCustomer: 'existing-customer',
  disposableEmail: 'disposable-email',
  velocity: 'velocity',
  tooFast: 'too-fast',
  cookieStuffing: 'cookie-stuffing',
  codeStuffing: 'code-stuffing',
  refundCycling: 'refund-cycling',
  ring: 'ring',
} as const
