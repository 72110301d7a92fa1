import { GoodwordError } from '@goodword/program'
import { isIP } from 'node:net'
import { isPublicAddress } from './target-address.ts'

/** Where webhooks may lead besides public https addresses. */
export interface TargetPolicy {
  /** `http:` too. @default false */
  readonly http?: boolean
  /** This machine and private networks too: for tests and local use. @default false */
  readonly private?: boolean
}

const longest = 2048

/** Names of the machine itself, of local networks, and of the clouds' metadata. */
const localName =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|onion)$/

/** Ports where something else than HTTP listens that obeys what it is sent, or that means another protocol to proxies. */
const otherServices = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5060, 5061, 5432, 5672, 5900, 6000, 6379, 6660, 6661, 6662,
  6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697, 9042, 9092, 9200, 9300, 10_250, 11_211, 27_017,
])

/**
 * Parses a webhook's address. What its name resolves to is checked later, at each connection.
 *
 * Throws `target-refused` for one that a server should not be made to call.
 */
export function parseTarget(text: string, policy: TargetPolicy = {}): URL {
  const url = text.length <= longest && !/[\s\p{Cc}\\]/u.test(text) ? URL.parse(text) : null
  const why = url ? refusal(url, policy) : `is no address of at most ${longest} characters`
  if (url && why === undefined) return url
  throw new GoodwordError(
    'target-refused',
    `The address "${withoutSecrets(text)}" ${why}. Use a public one, such as https://api.shop.example/goodword.`,
  )
}

/** Passwords and queries are left out: this is told to people and logs. */
const withoutSecrets = (text: string): string => {
  const url = URL.parse(text)
  return (url ? `${url.protocol}//${url.host}${url.pathname}` : text.replace(/^.*@/, '…@')).slice(0, 200)
}

function refusal(url: URL, policy: TargetPolicy): string | undefined {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.http))
    return policy.http ? 'is neither https nor http' : 'is not https'
  if (url.username || url.password) return 'has a name or password in it'
  const port = url.port === '' ? undefined : Number(url.port)
  if (port !== undefined && port !== 80 && (port < 1024 || otherServices.has(port)) && !policy.private)
    return `has port ${port}, where no web server is expected`
  return policy.private ? undefined : hostRefusal(url.hostname)
}

/** `hostname` is as URL makes it: lower case, and IPv4 in decimal, octal or hexadecimal as four numbers. */
function hostRefusal(hostname: string): string | undefined {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.+$/, '')
  if (isIP(host)) return isPublicAddress(host) ? undefined : 'is an address of no public network'
  if (!host.includes('.')) return 'has a host of a local network'
  if (localName.test(host)) return 'has a host of a local network'
  return undefined
}
