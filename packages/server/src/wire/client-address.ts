import ipaddr from 'ipaddr.js'

/**
 * Where a request came from: the socket's address, or, behind `hops` proxies of the owner's own, what the outermost of
 * them wrote into `X-Forwarded-For`. What anybody else wrote there is never believed.
 */
export function clientAddress(
  request: Request,
  socket: string | undefined,
  hops: number,
): string | undefined {
  const said = hops > 0 ? (request.headers.get('x-forwarded-for') ?? '') : ''
  const chain = said.split(',').filter((part) => part.trim() !== '')
  const given = chain[Math.max(0, chain.length - hops)]
  return (given === undefined ? undefined : plainAddress(given)) ?? (socket && plainAddress(socket))
}

/** As one text for one address: IPv4 inside IPv6 is IPv4, and a port does not belong to it. */
function plainAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(trimmed) ?? []
  const address = bracketed ?? dotted ?? trimmed
  // Most are: no need to take them apart.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : undefined
}

/** Whose share of a limit it is: one household has a whole /64 of IPv6 to itself. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const { parts } = ipaddr.IPv6.parse(address)
  return parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')
}
