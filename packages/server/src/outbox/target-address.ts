import ipaddr from 'ipaddr.js'

const globalIPv6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an IP address is one of the public internet. Private, loopback, link-local (the clouds' metadata), shared,
 * multicast, reserved and unspecified ones are not, nor is what tunnels to IPv4 addresses: mapped, 6to4, NAT64, Teredo.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  return address.match(globalIPv6)
}
