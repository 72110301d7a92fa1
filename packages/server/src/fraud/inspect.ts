import type { FraudRule, FraudRules } from '@goodword/program'
import type { Context } from '../backend/context.ts'
import { together, type Write } from '../store/transaction.ts'
import { addCases, casesOf, type KnownCase } from './cases.ts'
import { loadCompany } from './company.ts'
import { loadCrowds } from './crowds.ts'
import { reasonCodes, type Finding } from './finding.ts'
import { judge, type Scene } from './judge.ts'
import { findLeads, type Lead } from './leads.ts'
import { keepMailboxes, ordersByMailbox } from './mailboxes.ts'
import { loadSightings } from './sightings.ts'
import { isBelieved, type Suspect } from './suspect.ts'

export type { Suspect } from './suspect.ts'

/**
 * Why conversions should be looked at by a person first: event id → reason code, for the row's `held`. What is only to
 * be shown is in the queue, and not in the answer.
 *
 * It decides by what is known now, and what it decided stays a fact of the row. Call it with the visits of the same
 * batch in the ledger, and with the conversions not yet. A fixed number of statements, whatever the size of the batch;
 * few when nobody brought the friends, none when every rule is off.
 */
export async function inspect(
  tx: Write,
  context: Context,
  suspects: readonly Suspect[],
): Promise<ReadonlyMap<string, string>> {
  const rules = context.program.fraud
  const isOn = (rule: FraudRule): boolean => rules[rule].action !== 'off'
  if (suspects.length === 0 || !(Object.keys(rules) as FraudRule[]).some(isOn)) return new Map()
  const leads = await findLeads(tx, context, suspects)
  const held = leads.length > 0 ? await look(tx, context, leads) : new Map<string, string>()
  // What a browser claims to be somebody's address must not make them a customer.
  const believed = suspects.filter((suspect) => isBelieved(context.program, suspect))
  if (isOn('existingCustomer')) await keepMailboxes(tx, context, believed)
  return held
}

async function look(tx: Write, context: Context, leads: readonly Lead[]): Promise<Map<string, string>> {
  const rules = context.program.fraud
  const scene = await loadScene(tx, context, leads)
  const found = leads.map((lead) => ({ lead, findings: judge(rules, lead, scene) }))
  const seen = found.filter(({ findings }) => findings.length > 0)
  const friends = new Set(seen.map(({ lead }) => lead.suspect.friend.id))
  const known = await casesOf(tx, context.program.id, friends)
  const held = new Map<string, string>()
  const cases = seen.flatMap(({ lead, findings }) =>
    findings
      .filter(([rule]) => isNew(known, lead, reasonCodes[rule]))
      .map(([rule, finding]) => {
        const reason = reasonCodes[rule]
        const action = actionOf(rules, rule, finding, lead)
        const { id } = lead.suspect.event
        if (action === 'hold' && !held.has(id)) held.set(id, reason)
        return {
          order_key: lead.key,
          reason,
          action,
          friend: lead.suspect.friend.id,
          referrer: lead.referrer.id,
          evidence: JSON.stringify(finding.evidence),
        }
      }),
  )
  await addCases(tx, context, [
    ...new Map(cases.map((row) => [`${row.order_key} ${row.reason}`, row])).values(),
  ])
  return held
}

async function loadScene(tx: Write, context: Context, leads: readonly Lead[]): Promise<Scene> {
  const program = context.program.id
  const { existingCustomer, cookieStuffing } = context.program.fraud
  const suspects = leads.map(({ suspect }) => suspect)
  const [sightings, company, mailboxes] = await together(
    context.store,
    () => loadSightings(tx, context, leads),
    () => loadCompany(tx, context, leads),
    () =>
      existingCustomer.action === 'off'
        ? Promise.resolve(new Map<Suspect, number>())
        : ordersByMailbox(tx, context, suspects),
  )
  const crowdOf =
    cookieStuffing.action === 'off'
      ? () => 0
      : await loadCrowds(tx, program, leads, sightings, cookieStuffing.visitors)
  return {
    sightings,
    company,
    crowdOf,
    mailboxOrderedAt: ({ suspect }) => mailboxes.get(suspect),
    earlierInBatch: batchCounts(leads),
  }
}

/** How many new friends the same referrer has earlier in the batch. */
function batchCounts(leads: readonly Lead[]): (lead: Lead) => number {
  const friends = new Map<string, Set<string>>()
  const before = new Map<Lead, number>()
  for (const lead of leads) {
    const { referrer, suspect, orderedAt } = lead
    const known = friends.get(referrer.id) ?? new Set<string>()
    before.set(lead, known.has(suspect.friend.id) ? Math.max(0, known.size - 1) : known.size)
    if (orderedAt === undefined) friends.set(referrer.id, known.add(suspect.friend.id))
  }
  return (lead) => before.get(lead) ?? 0
}

/** Somebody who decided about this order, or approved of the same sign in the same friend, is not asked again. */
const isNew = (known: readonly KnownCase[], { key, suspect }: Lead, reason: string): boolean =>
  !known.some(
    (row) =>
      row.friend === suspect.friend.id &&
      row.state !== 'open' &&
      (row.order_key === key || (row.reason === reason && row.state === 'approved')),
  )

/** A browser that repeats what the server said can only point at it. */
const actionOf = (rules: FraudRules, rule: FraudRule, { weak }: Finding, { isEcho }: Lead): 'hold' | 'flag' =>
  rules[rule].action === 'hold' && !weak && !isEcho ? 'hold' : 'flag'
