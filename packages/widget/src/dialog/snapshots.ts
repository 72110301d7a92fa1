import type { Page, Participant, Referral, Reward } from '@goodword/adapters'
import { readJson, type TextStorage } from '../storage.ts'
import type { DressedProgram, Exposure } from '../extras/dressing.ts'

/** What a reader saw when everything was there. */
export interface Snapshot extends DressedProgram {
  readonly abilities: readonly string[]
  readonly participant: Participant
  readonly rewards?: Page<Reward>
  readonly referrals?: Page<Referral>
  readonly exposures: readonly Exposure[]
}

/** What was shown in this visit, by language and person: nobody sees what was somebody else's. */
export interface Snapshots {
  read(locale: string, person: string | undefined): Snapshot | undefined
  write(locale: string, person: string | undefined, shown: object): void
}

/** Keeps the newest only, for one program. */
export function createSnapshots(storage: TextStorage, program: string): Snapshots {
  const key = `goodword-shown:${program}`
  return {
    read(locale, person) {
      const kept = readJson(storage, key) as { by?: unknown; shown?: Snapshot } | undefined
      return person !== undefined && kept?.by === `${locale} ${person}` ? kept.shown : undefined
    },
    write: (locale, person, shown) => storage.set(key, JSON.stringify({ by: `${locale} ${person}`, shown })),
  }
}
