import type { Evidence } from './finding.ts'

/** A reason to look at an order, with what was seen. */
export interface Because {
  readonly reason: string
  readonly evidence: Evidence
}

/** Why an order should be looked at, as a sentence for the owner: "The friend has the referrer's own mailbox." */
export function explainCase({ reason, evidence }: Because): string {
  const say = sentences[reason]
  return say ? say(evidence) : `The rule “${reason}” pointed at it.`
}

const signs: Readonly<Record<string, string>> = {
  mailbox: 'The friend’s e-mail leads to the referrer’s own mailbox.',
  browser: 'The friend ordered in a browser in which the referrer had ordered.',
  device: 'The friend and the referrer were seen on the same device.',
  'device name': 'The friend and the referrer have the same name, and were seen on the same device.',
  'device soon': 'The friend came minutes after the referrer, on the same device.',
  'address name': 'The friend and the referrer have the same name, and were seen at the same address.',
  'name domain': 'The friend and the referrer have the same name, at the same e-mail domain.',
}

const people: Readonly<Record<string, string>> = {
  themselves: 'The friend',
  mailbox: 'Somebody with the friend’s mailbox',
  browser: 'Somebody in the friend’s browser',
}

const sentences: Readonly<Record<string, (evidence: Evidence) => string>> = {
  'own-referral': ({ sign, second }) =>
    signs[[sign, second].filter(Boolean).join(' ')] ?? 'The friend seems to be the referrer.',
  'existing-customer': ({ as, days }) =>
    `${people[String(as)] ?? 'The friend'} had ordered ${ago(days)} before the visit that brought them.`,
  'disposable-email': ({ list }) =>
    list === 'own'
      ? 'The friend’s e-mail is at a domain that you deny.'
      : 'The friend’s e-mail is of a service for throwing away.',
  velocity: ({ friends, minutes, enrolments }) =>
    friends === undefined
      ? `${Number(enrolments)} participants or more enrolled from the referrer’s address.`
      : `The referrer brought ${Number(friends)} friends or more within ${plural(minutes, 'minute')}.`,
  'too-fast': ({ seconds }) =>
    Number(seconds) < 0
      ? `The order was made ${plural(-Number(seconds), 'second')} before the visit.`
      : `The order came ${plural(seconds, 'second')} after the visit.`,
  'cookie-stuffing': ({ framed, visitorsAtAddress, visits, friends }) => {
    if (framed !== undefined) return 'The friend’s visits were all made in a frame: nobody followed a link.'
    const crowd =
      visitorsAtAddress !== undefined && `${Number(visitorsAtAddress)} visitors or more came from one address`
    const idle = visits !== undefined && `${Number(visits)} visits brought ${plural(friends, 'friend')}`
    return `By the referrer’s code ${[crowd, idle].filter(Boolean).join(', and ')}.`
  },
  'code-stuffing': ({ otherVisitSeconds, typedFriends }) =>
    otherVisitSeconds === undefined
      ? `${Number(typedFriends)} friends of the referrer typed a code and never followed a link.`
      : 'The code was put in with the order, though another referrer’s link had led there.',
  'refund-cycling': ({ refunded, friends }) =>
    `Of the referrer’s last ${plural(friends, 'friend')}, ${Number(refunded)} gave everything back.`,
  ring: ({ people: size, onDevice }) =>
    size === undefined
      ? `${Number(onDevice)} friends of the referrer were seen on one device.`
      : `${Number(size)} people refer each other in a circle.`,
  contradiction: () => 'Your server reported the order again with other facts, after it was due.',
  'by-hand': () => 'Somebody of yours decided about it by hand.',
  'refund-currency': () => 'A refund came in another currency than the order, and was not applied.',
}

const plural = (count: Evidence[string] | undefined, noun: string): string =>
  `${Number(count)} ${noun}${Number(count) === 1 ? '' : 's'}`

const ago = (days: Evidence[string] | undefined): string =>
  Number(days) < 1 ? 'less than a day' : plural(days, 'day')
