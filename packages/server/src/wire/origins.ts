import type { Landing } from './options.ts'

/** Whether pages of `origin` may read answers: the program's own site, and the hosts that it lists. */
export function isOwnOrigin(origin: string, { url, hosts }: Landing): boolean {
  const page = URL.parse(origin)
  if (!page || page.origin !== origin) return false
  if (origin === new URL(url).origin) return true
  const isSecure = page.protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(page.hostname)
  return isSecure && hosts.includes(page.host)
}

/** What a preflight is told; the answer is good for two hours, the most that Chrome keeps it. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '7200',
}
