import type { ParticipantKey } from '@goodword/adapters'
import { findPerson, type Person } from '../backend/people.ts'
import { resolveCodes } from '../codes/resolve.ts'
import type { Write } from '../store/transaction.ts'

/** Anybody by one of their keys, also by a code that they chose, or one as people type it. */
export async function findAnybody(
  tx: Write,
  program: string,
  who: ParticipantKey,
): Promise<Person | undefined> {
  const found = await findPerson(tx, program, who)
  if (found || !('code' in who)) return found
  const code = (await resolveCodes(tx, program, new Set([who.code]))).get(who.code)
  return code === undefined ? undefined : findPerson(tx, program, { code })
}
