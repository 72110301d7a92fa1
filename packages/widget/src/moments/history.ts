import type { ReferralEvent } from '@goodword/program'
import type { Happening, History } from '@goodword/program/moments'
import { readJson, type TextStorage } from '../storage.ts'

/** What this browser remembers of one customer: what happened, what was asked, and when they said "not now". */
export interface AskHistory {
  read(): History
  /** Keeps what moments look at; anything else, and what is known already, changes nothing. */
  add(event: ReferralEvent): void
  asked(moment: string, at: number): void
  dismissed(at: number): void
}

type Kept = Pick<History, 'happened' | 'asks' | 'dismissals'>

/** More than a moment counts to: what is older is forgotten. */
const most = 300

/** A history that is read anew each time, since other tabs write to it too. */
export function createHistory(storage: TextStorage, key: string): AskHistory {
  const read = (): Kept => {
    const kept = (readJson(storage, key) ?? {}) as Partial<Record<keyof Kept, unknown>>
    const list = (value: unknown): [] => (Array.isArray(value) ? (value.slice(-most) as []) : [])
    return { happened: list(kept.happened), asks: list(kept.asks), dismissals: list(kept.dismissals) }
  }
  const write = (change: (kept: Kept) => Partial<Kept>): void => {
    const kept = read()
    storage.set(key, JSON.stringify({ ...kept, ...change(kept) }))
  }
  return {
    read,
    add(event) {
      const happening = happeningOf(event)
      if (!happening || read().happened.some(({ id }) => id === event.id)) return
      write(({ happened }) => ({ happened: [...happened, happening] }))
    },
    asked: (moment, at) => write(({ asks }) => ({ asks: [...asks, { moment, at }] })),
    dismissed: (at) => write(({ dismissals }) => ({ dismissals: [...dismissals, { at }] })),
  }
}

function happeningOf(event: ReferralEvent): Happening | undefined {
  const { id, at } = event
  if (event.type === 'moment') return { type: 'moment', id, at, name: event.name, data: event.data }
  if (event.type === 'conversion') return { type: 'conversion', id, at, name: event.name, order: event.order }
  if (event.type === 'feedback') return { type: 'feedback', id, at, score: event.score }
  return undefined
}
