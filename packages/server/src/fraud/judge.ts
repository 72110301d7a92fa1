import type { FraudRule, FraudRules } from '@goodword/program'
import type { Company } from './company.ts'
import type { Finding } from './finding.ts'
import type { Lead } from './leads.ts'
import { emailOf } from './mailboxes.ts'
import { codeStuffing } from './rules/code-stuffing.ts'
import { cookieStuffing } from './rules/cookie-stuffing.ts'
import { disposableEmail } from './rules/disposable-email.ts'
import { existingCustomer } from './rules/existing-customer.ts'
import { ownReferral, type OwnReferralFacts } from './rules/own-referral.ts'
import { refundCycling } from './rules/refund-cycling.ts'
import { ring } from './rules/ring.ts'
import { tooFast } from './rules/too-fast.ts'
import { velocity } from './rules/velocity.ts'
import type { Seen, Sightings } from './sightings.ts'

/** All that the rules look at besides the lead itself. */
export interface Scene {
  readonly sightings: Sightings
  readonly company: Company
  /** When somebody else with the friend's mailbox ordered first. */
  mailboxOrderedAt(lead: Lead): number | undefined
  /** Visitors by the referrer's code among those at the friend's address. */
  crowdOf(lead: Lead): number
  /** New friends of the same referrer in this batch, before this lead. */
  earlierInBatch(lead: Lead): number
}

const minute = 60_000

/** What each rule that is not off sees of one order. */
export function judge(rules: FraudRules, lead: Lead, scene: Scene): [FraudRule, Finding][] {
  const { event } = lead.suspect
  const isFirst = lead.orderedAt === undefined
  const email = emailOf(lead.suspect)
  const orderedIn = lead.visitor === undefined ? [] : scene.sightings.orderedIn(lead.visitor)
  const friends = scene.company.friendsOf(lead.referrer.id)
  const found: { readonly [Rule in FraudRule]: () => Finding | undefined } = {
    ownReferral: () => ownReferral(rules.ownReferral, ownReferralFacts(rules.ownReferral.days, lead, scene)),
    existingCustomer: () =>
      existingCustomer(rules.existingCustomer, {
        broughtAt: lead.broughtAt,
        orderedAt: lead.orderedAt,
        mailboxOrderedAt: scene.mailboxOrderedAt(lead),
        browserOrderedAt: earliest(orderedIn.filter(({ person }) => person !== lead.suspect.friend.id)),
      }),
    disposableEmail: () => disposableEmail(rules.disposableEmail, { email }),
    // What happens to somebody's first order says nothing of their later ones.
    velocity: () =>
      isFirst
        ? velocity(rules.velocity, {
            friends: recent(friends, event.at, rules.velocity.minutes) + scene.earlierInBatch(lead) + 1,
            enrolments: scene.company.enrolmentsWith(lead.referrer.id),
          })
        : undefined,
    tooFast: () =>
      isFirst ? tooFast(rules.tooFast, { visitedAt: lead.visits?.first, orderedAt: event.at }) : undefined,
    cookieStuffing: () => {
      const { visits, friends } = scene.company.trafficOf(lead.referrer.id)
      return cookieStuffing(rules.cookieStuffing, {
        visits: lead.visits?.count ?? 0,
        framed: lead.visits?.framed ?? 0,
        visitorsAtAddress: scene.crowdOf(lead),
        codeVisits: visits,
        codeFriends: friends,
      })
    },
    codeStuffing: () =>
      isFirst
        ? codeStuffing(rules.codeStuffing, {
            typed: lead.typed,
            otherVisitSeconds:
              lead.otherVisitAt === undefined ? undefined : Math.floor((event.at - lead.otherVisitAt) / 1000),
            typedFriends: scene.company.typedFriendsOf(lead.referrer.id) + 1,
          })
        : undefined,
    refundCycling: () => {
      const others = friends.filter(({ friend }) => friend !== lead.suspect.friend.id)
      const refunded = others.filter(({ state }) => state === 'refunded').length
      return refundCycling(rules.refundCycling, { friends: others.length, refunded })
    },
    ring: () =>
      ring(rules.ring, {
        friend: lead.suspect.friend.id,
        chain: scene.company.chainOf(lead.referrer.id),
        friendsOnDevice: friendsOnDevice(lead, scene),
      }),
  }
  return (Object.keys(found) as FraudRule[]).flatMap((rule): [FraudRule, Finding][] => {
    const finding = rules[rule].action === 'off' ? undefined : found[rule]()
    return finding ? [[rule, finding]] : []
  })
}

function ownReferralFacts(days: number, lead: Lead, scene: Scene): OwnReferralFacts {
  const { suspect, referrer, visitor, broughtAt } = lead
  const isRecent = (at: number | null): at is number =>
    at !== null && Math.abs(suspect.event.at - at) <= days * 86_400_000
  const places = scene.sightings.placesOf(lead)
  const addresses = new Set(places.map(({ address }) => address))
  const devices = devicesOf(places)
  const theirs = [...addresses]
    .flatMap((address) => scene.sightings.at(address))
    .filter(({ person, visitor: browser }) => person === referrer.id && browser !== visitor)
  const seen = [referrer, ...theirs].filter(({ traced_at: at }) => isRecent(at))
  const onDevice = seen.filter(({ device }) => device !== null && devices.has(device))
  const gaps = onDevice.map(({ traced_at: at }) => (broughtAt - (at ?? 0)) / 1000)
  const ordered = visitor === undefined ? [] : scene.sightings.orderedIn(visitor)
  return {
    friend: {
      email: emailOf(suspect),
      name: suspect.event.customer?.name ?? suspect.friend.name ?? undefined,
    },
    referrer: { email: referrer.email ?? undefined, name: referrer.name ?? undefined },
    sameBrowser: ordered.some(({ person }) => person === referrer.id),
    sameDevice: onDevice.length > 0,
    sameAddress: seen.some(({ address }) => address !== null && addresses.has(address)),
    seconds: gaps.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0],
  }
}

/** Other friends of the referrer who ordered on the friend's device. */
function friendsOnDevice(lead: Lead, { sightings, company }: Scene): number {
  const places = sightings.placesOf(lead)
  const devices = devicesOf(places)
  const friends = new Set(company.friendsOf(lead.referrer.id).map(({ friend }) => friend))
  const seen = [...new Set(places.map(({ address }) => address))].flatMap((address) => sightings.at(address))
  const isOther = ({ person, device }: Seen): boolean =>
    person !== null &&
    person !== lead.suspect.friend.id &&
    friends.has(person) &&
    device !== null &&
    devices.has(device)
  return new Set(seen.filter(isOther).map(({ person }) => person)).size
}

const devicesOf = (places: readonly { readonly device?: string | undefined }[]): ReadonlySet<string> =>
  new Set(places.flatMap(({ device }) => device ?? []))

const recent = (friends: readonly { readonly at: number }[], at: number, minutes: number): number =>
  friends.filter((friend) => friend.at > at - minutes * minute && friend.at <= at).length

const earliest = (orders: readonly { readonly at: number }[]): number | undefined =>
  orders.length > 0 ? Math.min(...orders.map(({ at }) => at)) : undefined
