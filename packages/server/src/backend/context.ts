import type { Program } from '@goodword/program'
import type { Store } from '../store/store.ts'

/** What every part of the backend works with. */
export interface Context {
  readonly store: Store
  readonly program: Program
  /** Where our own server is reached from outside, without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly now: () => number
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array
}

/** JavaScript's text can hold what no database takes: NUL, and halves of a character. Nobody is called that. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text)
