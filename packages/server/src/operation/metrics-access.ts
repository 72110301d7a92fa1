import { GoodwordError } from '@goodword/program'
import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Who may read `/metrics`, as `GOODWORD_METRICS` says: nobody without it, everybody with `on` (for a port that only
 * the owner's own network reaches), else whoever sends it as a bearer token. Throws `metrics-weak`.
 */
export function metricsAccess(setting: string | undefined): (bearer: string | undefined) => boolean {
  if (!setting || setting === 'off') return () => false
  if (setting === 'on') return () => true
  if (setting.length < 24)
    throw new GoodwordError(
      'metrics-weak',
      `GOODWORD_METRICS has ${setting.length} characters. Use on, off, or a token of at least 24 random ones: openssl rand -hex 24`,
    )
  const expected = digest(setting)
  return (bearer) => bearer !== undefined && timingSafeEqual(digest(bearer), expected)
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
