import type * as v from 'valibot'

/** Whom a route opens to: the one list of it, which tests try with every kind of key. */
export type Door = 'anyone' | 'participant' | 'owner' | 'entry'

/** A query, by name: what it means, and the values where they are few. */
export interface QueryField {
  readonly about: string
  readonly values?: readonly string[]
}

/** One route, as it is described; the schemas are those that its handler parses with. */
export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** As the router has it. */
  readonly path: string
  readonly id: string
  readonly about: string
  readonly door: Door
  readonly query?: Readonly<Record<string, QueryField>>
  readonly body?: v.GenericSchema
  readonly status: number
  /** The body's schema, or the content type of one that is no JSON; absent where there is none. */
  readonly answer?: v.GenericSchema | `${string}/${string}`
  /** Where it may not be there, depending on what the server is started with. */
  readonly optional?: true
}

const text = (about: string): QueryField => ({ about })

/** What pages of a list take. */
export const pageQuery = {
  limit: text('1 to 100; 20 when it is missing.'),
  cursor: text('`next` of the page before.'),
} as const

/** Exactly one of these names a participant. */
export const participantQuery = {
  customer: text('The owner’s own id of the customer.'),
  email: text('Their e-mail.'),
  code: text('Their code.'),
} as const
