import { domainToASCII } from 'node:url'

interface Provider {
  /** All its domains, which share their names. */
  readonly domains: readonly string[]
  /** Dots in a name mean nothing. */
  readonly dots?: true
  /** What begins a tag besides `+`. */
  readonly tag?: string
  /** Whether a name of one of the domains is the same person on the others. */
  readonly shared?: true
  /** Mail to anything below the domain goes to the name before it: amy@x.fastmail.com. */
  readonly below?: true
}

const providers: readonly Provider[] = [
  { domains: ['gmail.com', 'googlemail.com'], dots: true, shared: true },
  { domains: ['protonmail.com', 'proton.me', 'pm.me', 'protonmail.ch'], dots: true, shared: true },
  { domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'] },
  { domains: ['icloud.com', 'me.com', 'mac.com'], shared: true },
  { domains: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr'], tag: '-' },
  { domains: ['yandex.ru', 'yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz'], shared: true },
  { domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com'], below: true },
]
const byDomain = new Map(
  providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider])),
)

/** Domains whose addresses anybody can have: to share one says nothing. */
const open: ReadonlySet<string> = new Set([
  ...byDomain.keys(),
  ...'aol.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru qq.com 163.com orange.fr free.fr'.split(' '),
  ...'laposte.net libero.it comcast.net verizon.net att.net zoho.com tutanota.com tuta.io hey.com'.split(' '),
  ...'mail.com example.com privaterelay.appleid.com duck.com'.split(' '),
])

/** The two halves of an address; names may hold an @ in quotes. */
function halves(email: string): readonly [name: string, domain: string] | undefined {
  const text = email.trim().normalize('NFKC').toLowerCase()
  const at = text.lastIndexOf('@')
  if (at < 1 || at === text.length - 1) return undefined
  const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, ''))
  const name = text.slice(0, at)
  const quoted = /^"(.*)"$/s.exec(name)?.[1]
  return domain ? [quoted === undefined ? name : quoted.replace(/\\(.)/gs, '$1'), domain] : undefined
}

/**
 * The one mailbox behind the ways to write its address: lower case, no tag, and what its provider makes of dots, of
 * other domains of its own and of names below its domain. `undefined` for what is no address.
 */
export function normaliseMailbox(email: string): string | undefined {
  const [given, domain] = halves(email) ?? []
  if (given === undefined || domain === undefined) return undefined
  const below = parentOf(domain)
  const provider = byDomain.get(domain) ?? (below && byDomain.get(below.domain))
  if (below && provider?.below && !byDomain.has(domain)) return `${below.name}@${provider.domains[0]}`
  const untagged = beforeTag(given, '+')
  const name = provider?.tag ? beforeTag(untagged, provider.tag) : untagged
  return `${provider?.dots ? name.replaceAll('.', '') : name}@${provider?.shared ? provider.domains[0] : domain}`
}

/** A tag is what follows a name: one that begins an address is the name. */
function beforeTag(name: string, sign: string): string {
  const at = name.indexOf(sign)
  return at > 0 ? name.slice(0, at) : name
}

/** `anything@amy.fastmail.com` is Amy's. */
function parentOf(domain: string): { name: string; domain: string } | undefined {
  const dot = domain.indexOf('.')
  return dot > 0 ? { name: domain.slice(0, dot), domain: domain.slice(dot + 1) } : undefined
}

/** The domain of an address, as DNS writes it. */
export const domainOf = (email: string): string | undefined => halves(email)?.[1]

/** Whether only members of one company or family have addresses there. */
export const isPrivateDomain = (domain: string): boolean => !open.has(domain)
