import { cookieStuffing, type CookieStuffingFacts } from './cookie-stuffing.ts'
import { defaults, tryCases } from './rules.fixture.ts'

type Told = 'hold' | 'show' | '-'
const usual = { visits: 1, framed: 0, visitorsAtAddress: 1, codeVisits: 10, codeFriends: 1 }
const of = (
  facts: Partial<CookieStuffingFacts>,
  told: Told,
): readonly [string, CookieStuffingFacts, Told] => [JSON.stringify(facts), { ...usual, ...facts }, told]
const crowd = 21

tryCases(
  (facts: CookieStuffingFacts) => cookieStuffing(defaults.cookieStuffing, facts),
  [
    ...[1, 2, 3, 5, 8, 13, 21].map((visits) => of({ visits, framed: visits }, 'hold')),
    ...[1000, 2000, 5000, 100_000].map((codeVisits) =>
      of({ codeVisits, codeFriends: 0, visitorsAtAddress: crowd }, 'hold'),
    ),
    of({ codeVisits: 1001, codeFriends: 1, visitorsAtAddress: crowd }, 'hold'),
    of({ codeVisits: 1_000_000, codeFriends: 999, visitorsAtAddress: crowd }, 'hold'),
    ...[1000, 1500, 9999, 1_000_000].map((codeVisits) => of({ codeVisits, codeFriends: 0 }, 'show')),
    ...[21, 30, 50, 200].map((visitorsAtAddress) => of({ visitorsAtAddress }, 'show')),
    of({ codeVisits: 5000, codeFriends: 4, visitorsAtAddress: 20 }, 'show'),

    of({}, '-'),
    ...[2, 3, 5, 8, 13].map((visits) => of({ visits, framed: visits - 1 }, '-')),
    ...[2, 5, 10, 15, 19, 20].map((visitorsAtAddress) => of({ visitorsAtAddress }, '-')),
    ...[100, 500, 999].map((codeVisits) => of({ codeVisits, codeFriends: 0 }, '-')),
    of({ codeVisits: 1000, codeFriends: 1 }, '-'),
    of({ codeVisits: 5000, codeFriends: 5 }, '-'),
    of({ codeVisits: 1_000_000, codeFriends: 1000 }, '-'),
    of({ codeVisits: 100_000, codeFriends: 3000 }, '-'),
    of({ visits: 0, framed: 0 }, '-'),
    of({ visits: 0, framed: 0, visitorsAtAddress: 0, codeVisits: 0, codeFriends: 0 }, '-'),
  ],
)
