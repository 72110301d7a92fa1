import type { InviteReceipt } from '@goodword/adapters'
import type { PanelWords } from '../locales/panels/panel-words.ts'

/** Characters of a line that goes with an invitation; the backend refuses longer ones. */
export const longestLine = 500

/** Whether an identity's token says that its holder is a representative. Only words depend on it. */
export function isRepresentative(token: string | undefined): boolean {
  try {
    const payload = token!.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const claims = JSON.parse(atob(payload)) as { role?: unknown; attributes?: { role?: unknown } }
    return (claims.role ?? claims.attributes?.role) === 'rep'
  } catch {
    return false
  }
}

/** Why an invitation was not sent, as a sentence; `undefined` when it was. */
export function explainRefusal(
  { status, reason = 'other' }: Pick<InviteReceipt, 'status' | 'reason'>,
  { refusals }: PanelWords,
): string | undefined {
  if (status === 'sent') return undefined
  return Object.hasOwn(refusals, reason) ? refusals[reason as keyof typeof refusals] : refusals.other
}
