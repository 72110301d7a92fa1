import { conformanceCases, type Subject } from '../packages/adapters/src/conformance/index.ts'
import { missingFor } from '../packages/adapters/src/conformance/results.ts'
import { capabilities, type Capability } from '../packages/adapters/src/capabilities.ts'
import { backends } from './conformance-backends.ts'

/** Our own three pass the same cases, but that only a database has an owner who asks for a summary. */
const columns: Readonly<Record<string, string>> = {
  SQL: 'Goodword',
  GrowSurf: 'GrowSurf',
  ReferralCandy: 'ReferralCandy',
  ReferralHero: 'ReferralHero',
  'Referral Rock': 'Referral Rock',
  Ambassador: 'Ambassador',
  FirstPromoter: 'FirstPromoter',
  Tapfiliate: 'Tapfiliate',
  Dub: 'Dub',
}

/**
 * What each backend offers, as the README's table: how many cases hold it to that, and `–` where it is not offered. The
 * tests run these cases, and `pnpm conformance` too; here none is run.
 */
export async function conformanceTable(): Promise<string[]> {
  const subjects: Subject[] = []
  for (const name of Object.keys(columns)) {
    const { subject, close } = await backends[name]!()
    subjects.push(subject)
    await close()
  }
  const rules = Object.values(conformanceCases).flat()
  const cell = (subject: Subject, capability: Capability): string => {
    if (!subject.backend.supports.has(capability)) return '–'
    const asked = rules.filter((rule) => rule.needs.includes(capability) && !missingFor(rule, subject))
    return asked.length > 0 ? String(asked.length) : '✓'
  }
  const total = (subject: Subject): string =>
    String(rules.filter((rule) => !missingFor(rule, subject)).length)
  return [
    `| what it offers | ${Object.values(columns).join(' | ')} |`,
    `|---|${Object.keys(columns)
      .map(() => '--:|')
      .join('')}`,
    ...(Object.keys(capabilities) as Capability[]).map(
      (capability) => `| \`${capability}\` | ${subjects.map((one) => cell(one, capability)).join(' | ')} |`,
    ),
    `| all cases, of ${rules.length} | ${subjects.map(total).join(' | ')} |`,
  ]
}
