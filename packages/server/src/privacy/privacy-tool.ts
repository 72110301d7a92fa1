import type { ParticipantKey } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { erase, type ErasureReceipt } from './erase.ts'
import { exportPerson, type PersonExport } from './person-export.ts'

/** What people may ask of whoever keeps something about them. */
export interface PrivacyTool {
  /** All that is kept about one person. Rejects with `person-unknown`. */
  export(who: ParticipantKey): Promise<PersonExport>
  /** Forgets a person; `by` stands in the audit log. A second call finds nobody, and changes nothing. */
  erase(who: ParticipantKey, by: string): Promise<ErasureReceipt>
}

/** The tool of one program. */
export const privacyTool = (context: Context): PrivacyTool => ({
  export: (who) => exportPerson(context, who),
  erase: (who, by) => erase(context, who, by),
})
