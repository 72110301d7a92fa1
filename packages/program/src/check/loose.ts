import { nearest } from './nearest.ts'

/** A program, or a part of one, that nobody has checked yet. */
export type Loose = Readonly<Record<string, unknown>>

/** An object as it is; of anything else, one without fields. */
export const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {}

/** A list as it is; of anything else, an empty one. */
export const items = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : []

/** The texts in a list. */
export const texts = (value: unknown): string[] => items(value).filter((item) => typeof item === 'string')

/** The texts that one field of a list's entries holds. */
export const fieldOf = (list: unknown, field: string): string[] =>
  texts(items(list).map((item) => record(item)[field]))

/** The end of a remedy: what a word was probably meant to be. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates)
  return meant ? `; did you mean "${meant}"?` : '.'
}
