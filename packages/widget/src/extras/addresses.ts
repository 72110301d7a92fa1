/** What was found in a text that somebody typed or pasted. */
export interface Addresses {
  /** Each once, in lower case, in the order of their first. */
  readonly emails: readonly string[]
  /** Pieces that look like an address and are none. */
  readonly wrong: readonly string[]
}

const fits = /^[^\s@<>()[\]:;,"\\]{1,64}@[^\s@.<>()[\]:;,"\\]+(\.[^\s@.<>()[\]:;,"\\]+)+$/

/**
 * Finds the addresses in a list however it is separated, with names or without: `Bo Lind <bo@example.com>; cy@…`. Words
 * without an @ count as names.
 */
export function findAddresses(text: string): Addresses {
  const emails = new Set<string>()
  const wrong = new Set<string>()
  for (const piece of text.split(/[\s,;<>()[\]"]+/)) {
    const address = piece.replace(/^mailto:/i, '').replace(/^[.:'’]+|[.:'’]+$/g, '')
    if (!address.includes('@')) continue
    if (address.length <= 254 && fits.test(address)) emails.add(address.toLowerCase())
    else wrong.add(address)
  }
  return { emails: [...emails], wrong: [...wrong] }
}
