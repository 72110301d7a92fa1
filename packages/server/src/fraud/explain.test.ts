import { expect, test } from 'vitest'
import { explainCase } from './explain.ts'
import { reasonCodes, type Evidence } from './finding.ts'

const seen: readonly (readonly [string, Evidence, string])[] = [
  ['own-referral', { sign: 'mailbox' }, 'The friend’s e-mail leads to the referrer’s own mailbox.'],
  [
    'own-referral',
    { sign: 'device', second: 'soon', seconds: 5 },
    'The friend came minutes after the referrer, on the same device.',
  ],
  [
    'existing-customer',
    { as: 'mailbox', days: 1 },
    'Somebody with the friend’s mailbox had ordered 1 day before the visit that brought them.',
  ],
  [
    'existing-customer',
    { as: 'themselves', days: 0 },
    'The friend had ordered less than a day before the visit that brought them.',
  ],
  ['disposable-email', { list: 'own' }, 'The friend’s e-mail is at a domain that you deny.'],
  ['velocity', { friends: 21, minutes: 60 }, 'The referrer brought 21 friends or more within 60 minutes.'],
  ['velocity', { enrolments: 11 }, '11 participants or more enrolled from the referrer’s address.'],
  ['too-fast', { seconds: 1 }, 'The order came 1 second after the visit.'],
  ['too-fast', { seconds: -90 }, 'The order was made 90 seconds before the visit.'],
  ['cookie-stuffing', { framed: 2 }, 'The friend’s visits were all made in a frame: nobody followed a link.'],
  [
    'cookie-stuffing',
    { visitorsAtAddress: 21, visits: 1000, friends: 0 },
    'By the referrer’s code 21 visitors or more came from one address, and 1000 visits brought 0 friends.',
  ],
  [
    'code-stuffing',
    { otherVisitSeconds: 60 },
    'The code was put in with the order, though another referrer’s link had led there.',
  ],
  ['code-stuffing', { typedFriends: 6 }, '6 friends of the referrer typed a code and never followed a link.'],
  [
    'refund-cycling',
    { refunded: 3, friends: 4 },
    'Of the referrer’s last 4 friends, 3 gave everything back.',
  ],
  ['ring', { people: 3 }, '3 people refer each other in a circle.'],
  ['ring', { onDevice: 3 }, '3 friends of the referrer were seen on one device.'],
  ['contradiction', {}, 'Your server reported the order again with other facts, after it was due.'],
  ['refund-currency', {}, 'A refund came in another currency than the order, and was not applied.'],
  ['by-hand', {}, 'Somebody of yours decided about it by hand.'],
]

test.each(seen)('%s %j is told to the owner', (reason, evidence, sentence) => {
  expect(explainCase({ reason, evidence })).toBe(sentence)
})

test('every rule has its sentence', () => {
  const told = new Set(seen.map(([reason]) => reason))
  expect(Object.values(reasonCodes).filter((reason) => !told.has(reason))).toEqual([])
  expect(explainCase({ reason: 'of-tomorrow', evidence: {} })).toContain('of-tomorrow')
})
