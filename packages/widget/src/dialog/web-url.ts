/** Whether an address is one of the web: a link to anything else could run. */
export const isWebUrl = (address: string): boolean => /^https?:\/\/[^/]/i.test(address)
