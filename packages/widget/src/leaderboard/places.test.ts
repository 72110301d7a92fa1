import type { Participant } from '@goodword/adapters'
import { expect, it } from 'vitest'
import { findPlaces } from './places.ts'

const standings = [
  { rank: 1, name: 'Zoe A.', friends: 9 },
  { rank: 2, name: 'Amy W.', friends: 4 },
  { rank: 2, name: 'Bo L.', friends: 4 },
]
const me = (rank: number | undefined, name = 'Amy Winter'): Participant => ({
  id: 'p1',
  code: 'AMY',
  link: 'https://shop.example/?via=AMY',
  name,
  stats: { visits: 0, shares: 0, friends: 3, earned: [], coming: [], ...(rank !== undefined && { rank }) },
})
const mark = (participant: Participant | undefined) => {
  const { top, mine } = findPlaces(standings, participant)
  return [top.flatMap(({ name, isMine }) => (isMine ? name : [])), mine?.rank]
}

it.each([
  ['among the first', me(2), [['Amy W.'], undefined]],
  ['below them', me(7), [[], 7]],
  ['of one who has no rank yet', me(undefined, 'Kim Tan'), [[], undefined]],
  ['by name, where the backend knows no ranks', me(undefined), [['Amy W.'], undefined]],
  ['not for somebody with the same short name', me(12), [[], 12]],
  ['not for a stranger', undefined, [[], undefined]],
])('finds the own place %s', (_, participant, expected) => {
  expect(mark(participant)).toEqual(expected)
})
