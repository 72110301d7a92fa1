import type { ParticipantKey } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { erase, type ErasureReceipt } from './erase.ts'
import { exportPerson, type PersonExport } from './person-export.ts'

/** What people may ask of whoever keeps something about them. */
export interface PrivacyTool {
  /** All that is kept about one person. Rejects with `person-unknown`. */
  export(who: ParticipantKey): Promise<PersonExport>
  /**
   * Forgets a person; the audit log says who asked for it: `actor`, whose key it was, and whom they name (`by`). A second
   * call finds nobody, and changes nothing.
   */
  erase(who: ParticipantKey, by: string, actor?: string): Promise<ErasureReceipt>
}

/** The tool of one program. */
export const privacyTool = (context: Context): PrivacyTool => ({
  export: (who) => exportPerson(context, who),
  erase: (who, by, actor) => erase(context, who, { by, actor }),
})
