import { defaults, tryCases } from './rules.fixture.ts'
import { ring, type RingFacts } from './ring.ts'

type Told = 'hold' | 'show' | '-'
const chain = (
  people: string,
  friendsOnDevice: number,
  told: Told,
  friend = 'bo',
): readonly [string, RingFacts, Told] => [
  `${friend} by ${people}, ${friendsOnDevice} others on the device`,
  { friend, chain: people.split(' '), friendsOnDevice },
  told,
]
const names = ['bo', 'cy', 'di', 'ed', 'flo', 'gus']

tryCases(
  (facts: RingFacts) => ring(defaults.ring, facts),
  [
    ...names.map((name) => chain(`amy ${name}`, 0, 'hold', name)),
    ...names.map((name) => chain(`amy zoe ${name}`, 0, 'hold', name)),
    ...names.map((name) => chain(`amy zoe yan ${name}`, 0, 'hold', name)),
    chain('amy bo', 5, 'hold'),
    ...[2, 3, 5, 9].map((others) => chain('amy', others, 'show')),

    chain('amy', 0, '-'),
    chain('amy', 1, '-'),
    ...names.slice(1).map((name) => chain(`amy ${name}`, 0, '-')),
    ...names.slice(1).map((name) => chain(`amy zoe ${name}`, 0, '-')),
    ...names.slice(1).map((name) => chain(`amy zoe yan ${name}`, 1, '-')),
    ...names.map((name) => chain(`amy zoe yan xia ${name}`, 0, '-', name)),
  ],
)
