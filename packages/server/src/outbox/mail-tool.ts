import type { Context } from '../backend/context.ts'
import { isLeaveToken, leave } from './mail-guard.ts'

/** What the link in a mail does. */
export interface MailTool {
  /** Whether a link that ends mails is one of ours; changes nothing. */
  isLeaveToken(token: string): Promise<boolean>
  /** Writes to this address no more, for ever; false for a token that we did not make. */
  leave(token: string): Promise<boolean>
}

/** Ends mails to whoever wants none. */
export const mailTool = (context: Context): MailTool => ({
  isLeaveToken: (token) => isLeaveToken(context, token),
  leave: (token) => leave(context, token),
})
