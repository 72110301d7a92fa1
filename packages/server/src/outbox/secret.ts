import { GoodwordError } from '@goodword/program'
import { Webhook } from 'standardwebhooks'

/** Milliseconds that a replaced secret signs beside the new one. */
export const overlap = 86_400_000

/** A new webhook secret: 32 bytes. */
export const createSecret = (random: (bytes: number) => Uint8Array): string =>
  `whsec_${Buffer.from(random(32)).toString('base64')}`

/** A secret that the owner brings along. Throws `secret-weak` unless it is `whsec_` and 24 to 64 bytes in base64. */
export function parseSecret(text: string): string {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/.exec(text) ?? []
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64) return text
  throw new GoodwordError(
    'secret-weak',
    'The webhook secret cannot be used. Send `whsec_` and 24 to 64 random bytes in base64, or leave it out to have one made.',
  )
}

/** The secrets of a webhook that sign at `now`, the newest first. */
export function liveSecrets(
  row: { readonly secret: string; readonly old_secret: string | null; readonly old_until: number | null },
  now: number,
): readonly string[] {
  const { secret, old_secret: old, old_until: until } = row
  return old !== null && until !== null && until > now ? [secret, old] : [secret]
}

/** The headers of Standard Webhooks: one signature per secret, so that a receiver may know either. */
export function signatureHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const at = new Date(now)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}
