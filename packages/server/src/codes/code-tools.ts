import type { ParticipantKey } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { chooseCode } from './choose.ts'

/** Codes that participants choose. */
export interface CodeTools {
  /**
   * Gives a participant a code of their own choice; those that they had keep working. Rejects with `code-invalid`,
   * `code-taken`, `codes-full`, `participant-unknown` or `unsupported`.
   */
  choose(who: ParticipantKey, code: string, actor: string): Promise<void>
}

/** The tool for one program. */
export const codeTools = (context: Context): CodeTools => ({
  choose: (who, code, actor) => chooseCode(context, who, code, actor),
})
