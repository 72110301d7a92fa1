import type { Standing } from '../backend.ts'
import { displayName } from '../display-name.ts'
import { textOf, type Fields } from './fields.ts'

/** The best of `people` by the friends they brought, as strangers may see them; those with as many share a rank. */
export function rank(
  people: readonly Fields[],
  name: (person: Fields) => unknown,
  friends: (person: Fields) => number | undefined,
  limit = 10,
): readonly Standing[] {
  const counted = people
    .map((person) => ({
      name: displayName(textOf(name(person))) ?? '—',
      friends: friends(person) ?? 0,
    }))
    .filter((one) => one.friends > 0)
    .toSorted((a, b) => b.friends - a.friends)
  return counted
    .slice(0, limit)
    .map((one) => ({ rank: 1 + counted.findIndex(({ friends }) => friends === one.friends), ...one }))
}
