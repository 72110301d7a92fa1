import type { FraudRules } from '@goodword/program'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import type { Finding } from '../finding.ts'
import { domainOf } from '../mailbox.ts'

/** The friend's e-mail, as they gave it. */
export interface DisposableEmailFacts {
  readonly email?: string | undefined
}

/** What the owner lists wins over what is known, and the longer domain over the shorter. */
export function disposableEmail(
  { allow, deny }: FraudRules['disposableEmail'],
  { email }: DisposableEmailFacts,
): Finding | undefined {
  const domain = email === undefined ? undefined : domainOf(email)
  if (domain === undefined) return undefined
  const known = disposableEmailBlocklistSet()
  for (const level of levels(domain)) {
    if (allow.includes(level)) return undefined
    if (deny.includes(level)) return { evidence: { list: 'own' } }
  }
  return levels(domain).some((level) => known.has(level)) ? { evidence: { list: 'known' } } : undefined
}

/** `a.b.example`, `b.example`: the domain and those above it, but for the top one. */
function levels(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}
