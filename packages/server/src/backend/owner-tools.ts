import type { CodeTools } from '../codes/code-tools.ts'
import type { KeyTools } from '../keys/key-tools.ts'
import type { AuditTool } from '../audit/audit-log.ts'
import type { ReviewTools } from '../fraud/reviews.ts'
import type { MailTool } from '../outbox/mail-tool.ts'
import type { WebhookTools } from '../outbox/webhook-tools.ts'
import type { PrivacyTool } from '../privacy/privacy-tool.ts'
import type { MetricsLine } from './metrics.ts'
import type { OpenContest } from './contests.ts'

/**
 * What the owner of a program can do with our own backend beyond `ReferralBackend`: each property is one tool, made by
 * the folder that knows it. The wire offers `/admin/…` routes for those that a backend has.
 */
export interface OwnerTools {
  readonly keys: KeyTools
  readonly codes: CodeTools
  readonly privacy: PrivacyTool
  readonly audit: AuditTool
  readonly webhooks: WebhookTools
  readonly reviews: ReviewTools
  /** Present where invitations are sent by mail, and after that: whoever got one may leave. */
  readonly mails: MailTool
  /** The program in numbers from one day to another, both included, in epoch milliseconds; see `metrics`. */
  metrics(from: number, to: number): Promise<readonly MetricsLine[]>
  /** The ranks and draws as they stand in their present periods. */
  contests(): Promise<readonly OpenContest[]>
}
