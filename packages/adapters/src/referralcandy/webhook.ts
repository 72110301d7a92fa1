import { needText, timeOf } from '../vendor/fields.ts'
import { readText } from '../vendor/reading.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { isSame, parseNews, unsigned } from '../vendor/webhook.ts'
import { md5 } from './md5.ts'

/** Whether a webhook's signature is right. */
export type WebhookCheck = (signature: string, body: string, secret: string) => boolean

/** How the key and the body are put together is not documented; whoever has the key can do both. */
const eitherOrder: WebhookCheck = (signature, body, secret) =>
  isSame(signature, md5(secret + body)) || isSame(signature, md5(body + secret))

/** The one webhook there is: a friend's purchase that is rewarded in a way of one's own. */
export async function receive(
  request: Request,
  secret: string,
  check: WebhookCheck = eitherOrder,
): Promise<readonly VendorNews[]> {
  const body = await readText('ReferralCandy', request)
  const signature = request.headers.get('x-referral-candy-signature') ?? ''
  if (!check(signature.toLowerCase(), body, secret))
    throw unsigned('ReferralCandy', 'has no signature that fits it')
  const news = parseNews('ReferralCandy', body)
  const friend = needText('ReferralCandy', news, 'referral_email')
  const referrer = needText('ReferralCandy', news, 'referring_email')
  const at = timeOf(news['referral_timestamp']) ?? 0
  const base = { id: `${friend}:${at}`, type: 'referral.converted', at, event: 'custom-reward' } as const
  return [{ ...base, participant: { id: referrer, email: referrer }, friend: { email: friend } }]
}
