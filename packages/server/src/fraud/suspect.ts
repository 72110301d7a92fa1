import type { Client } from '@goodword/adapters'
import type { EventOf, Program } from '@goodword/program'
import type { Person } from '../backend/people.ts'

/** A conversion that is about to be written, and what is known of where it came from. */
export interface Suspect {
  readonly event: EventOf<'conversion'>
  readonly friend: Person
  readonly source: 'browser' | 'server'
  readonly client?: Client | undefined
}

/** Whether the sender's word counts; a browser's does where the program says so. */
export const isBelieved = ({ conversions }: Program, { event, source }: Suspect): boolean =>
  source === 'server' || conversions.some(({ name, trust }) => name === event.name && trust === 'browser')
