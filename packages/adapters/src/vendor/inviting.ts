import { viewProgram, type Program } from '@goodword/program'
import type { Invitation, InviteReceipt } from '../backend.ts'
import { failureOf } from './failure.ts'

/**
 * Sends each invitation by itself, so that one which fails keeps none of the others back. `send` resolves with whether
 * the vendor sent it; what it rejects with is told in the receipt. One in doubt is not sent again.
 */
export function inviteEach(
  program: Program,
  invitations: readonly Invitation[],
  send: (email: string, text: string) => Promise<boolean>,
): Promise<InviteReceipt[]> {
  const usual = viewProgram(program).copy.message.replaceAll('{program}', program.name)
  return Promise.all(
    invitations.map(async ({ email, message = usual }): Promise<InviteReceipt> => {
      try {
        return { email, status: (await send(email, message)) ? 'sent' : 'skipped' }
      } catch (error) {
        return { email, status: 'failed', reason: failureOf(error)?.inDoubt ? 'in-doubt' : 'refused' }
      }
    }),
  )
}
