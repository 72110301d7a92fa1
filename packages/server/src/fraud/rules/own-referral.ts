import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'
import { domainOf, isPrivateDomain, normaliseMailbox } from '../mailbox.ts'

/** Somebody by what is known of them. */
export interface Party {
  readonly email?: string | undefined
  readonly name?: string | undefined
}

/** A friend and whoever brought them, side by side. */
export interface OwnReferralFacts {
  readonly friend: Party
  readonly referrer: Party
  /** The referrer ordered in the friend's browser. */
  readonly sameBrowser?: boolean
  /** The referrer was seen at the friend's address with the friend's agent. */
  readonly sameDevice?: boolean
  readonly sameAddress?: boolean
  /** Seconds from the referrer's being seen on that device to the friend's visit. */
  readonly seconds?: number | undefined
}

/**
 * Whether the friend is the referrer under another name. One mailbox, or one browser, is enough. A device is one sign
 * (many phones of one kind share a carrier's address), an address less than one: each needs a second, and what
 * colleagues share anyway, the address and the firm's domain, counts as one together.
 */
export function ownReferral(
  { minutes }: FraudRules['ownReferral'],
  { friend, referrer, sameBrowser, sameDevice, sameAddress, seconds }: OwnReferralFacts,
): Finding | undefined {
  const mailbox = mailboxOf(friend)
  if (mailbox !== undefined && mailbox === mailboxOf(referrer)) return { evidence: { sign: 'mailbox' } }
  if (sameBrowser) return { evidence: { sign: 'browser' } }
  const isNamesake = isSameName(friend.name, referrer.name)
  const isSoon = seconds !== undefined && Math.abs(seconds) <= minutes * 60
  if (sameDevice) {
    if (isNamesake) return { evidence: { sign: 'device', second: 'name' } }
    if (isSoon) return { evidence: { sign: 'device', second: 'soon', seconds: Math.round(seconds) } }
    return { evidence: { sign: 'device' }, weak: true }
  }
  if (sameAddress && isNamesake) return { evidence: { sign: 'address', second: 'name' } }
  const domain = friend.email === undefined ? undefined : domainOf(friend.email)
  const isTheirDomain = referrer.email !== undefined && domain === domainOf(referrer.email)
  if (isNamesake && domain !== undefined && isTheirDomain && isPrivateDomain(domain))
    return { evidence: { sign: 'name', second: 'domain' }, weak: true }
  return undefined
}

const mailboxOf = ({ email }: Party): string | undefined =>
  email === undefined ? undefined : normaliseMailbox(email)

/** First and last name both; a first name alone is many people's. */
function isSameName(a: string | undefined, b: string | undefined): boolean {
  const [one, other] = [plain(a), plain(b)]
  return one.includes(' ') && one === other
}

const plain = (name = ''): string =>
  (
    name
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase()
      .match(/\p{Letter}+/gu) ?? []
  )
    .toSorted()
    .join(' ')
