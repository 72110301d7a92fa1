/**
 * A participant's link with the channel that it is shared by, as `ch=whatsapp`; one that it has is replaced. Without a
 * channel it comes off. Takes any address, also of backends other than ours.
 */
export function linkFor(link: string, channel?: string): string {
  const hashAt = link.indexOf('#')
  const address = hashAt < 0 ? link : link.slice(0, hashAt)
  const hash = hashAt < 0 ? '' : link.slice(hashAt)
  const bare = address.replace(/([?&])ch=[^&]*&?/, '$1').replace(/[?&]$/, '')
  if (channel === undefined) return bare + hash
  return `${bare}${bare.includes('?') ? '&' : '?'}ch=${encodeURIComponent(channel)}${hash}`
}

/** `text` with every occurrence of the link, whatever channel it named, made into the link for `channel`. */
export function relink(text: string, link: string, channel?: string): string {
  const plain = linkFor(link)
  if (plain === '') return text
  const known = `${escape(plain)}(?:[?&]ch=[\\w-]+)?`
  // Not the beginning of a longer address: …/AMY is no part of …/AMY2.
  return text.replaceAll(new RegExp(`${known}(?![\\w%=&/-])`, 'g'), () => linkFor(link, channel))
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
