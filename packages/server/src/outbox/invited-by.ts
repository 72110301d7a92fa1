import type { Context } from '../backend/context.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { hashesOf } from './mail-key.ts'

/**
 * Who invited these addresses by mail within the program's attribution window: address → the code of the last to do so,
 * or of the first under first touch. One statement; none while nobody was ever invited.
 */
export async function invitedBy(
  tx: Write,
  context: Context,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = await hashesOf(tx, context, emails)
  if (hashes.size === 0) return new Map()
  const { id: program, attribution } = context.program
  const since = context.now() - attribution.days * 86_400_000
  const found = await inChunks(new Set(hashes.values()), (some) =>
    tx
      .selectFrom('gw_invitations')
      .select(['address', 'code', 'mailed_at'])
      .where('program', '=', program)
      .where('address', 'in', some)
      .where('mailed_at', '>=', since)
      .execute(),
  )
  const newestLast = found.toSorted(
    (a, b) => (a.mailed_at ?? 0) - (b.mailed_at ?? 0) || (a.code < b.code ? -1 : 1),
  )
  const inOrder = attribution.touch === 'first' ? newestLast.toReversed() : newestLast
  // Of several the last that is set stays.
  const codes = new Map(inOrder.map(({ address, code }) => [address, code]))
  return new Map(
    [...hashes].flatMap(([email, address]): [string, string][] => {
      const code = codes.get(address)
      return code === undefined ? [] : [[email, code]]
    }),
  )
}
