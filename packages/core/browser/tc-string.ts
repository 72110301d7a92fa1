/** A TCF 2.3 consent string that allows these purposes, and every vendor up to 10 if there are any. */
export function tcString(purposes: readonly number[]): string {
  const now = Math.floor(Date.now() / 100)
  const vendors = purposes.length ? '1'.repeat(10) : '0'.repeat(10)
  const listed = Array.from({ length: 24 }, (_, index) => (purposes.includes(index + 1) ? '1' : '0')).join('')
  const bits = [
    field(2, 6), // version
    field(now, 36) + field(now, 36), // created, last updated
    field(300, 12) + field(1, 12) + field(1, 6), // manager, its version, its screen
    field(4, 6) + field(13, 6), // EN
    field(50, 12) + field(5, 6), // vendor list, policy
    '10', // for this site alone; no stacks of the manager's own
    field(0, 12) + listed + '0'.repeat(24), // special features, purposes by consent, by legitimate interest
    '0' + field(3, 6) + field(4, 6), // purpose 1 not treated specially; publisher in DE
    field(10, 16) + '0' + vendors, // vendors by consent, as bits
    field(0, 16) + '0', // vendors by legitimate interest: none
    field(0, 12), // publisher's restrictions: none
  ].join('')
  const bytes = bits.match(/.{1,8}/g)!.map((eight) => parseInt(eight.padEnd(8, '0'), 2))
  return Buffer.from(bytes).toString('base64url')
}

const field = (value: number, width: number): string => value.toString(2).padStart(width, '0')
