import type { StoredRow } from '../backend/ledger.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { reduceAttributes, type Asked } from './attributes.ts'
import { mentions, type Names } from './mentions.ts'
import type { Traces } from './traces.ts'

/** What stays of a row when its person is forgotten: all that rewards and counts rest on, nothing that somebody wrote. */
const kept: Readonly<Record<string, readonly string[]>> = {
  visit: ['channel', 'frame'],
  share: ['channel'],
  exposure: ['experiment', 'variant'],
  feedback: ['score'],
  moment: [],
}

/** A body without anything personal; a row whose body is all facts, such as an order's, stays as it is. */
export function factsOf(type: string, body: string, asked: Asked): string {
  const before = JSON.parse(body) as Record<string, unknown>
  if (type === 'enrolment')
    return JSON.stringify({ ...before, attributes: reduceAttributes(asked, before['attributes']) })
  if (type === 'review') {
    const { note: _, ...facts } = before
    return JSON.stringify(facts)
  }
  const names = kept[type]
  if (!names) return body
  return JSON.stringify(
    Object.fromEntries(names.flatMap((name) => (name in before ? [[name, before[name]]] : []))),
  )
}

/** New names for old traces. */
export interface Pseudonyms {
  readonly codes: ReadonlyMap<string, string>
  readonly visitors: ReadonlyMap<string, string>
}

const pageSize = 500

/** Rewrites the person's rows, and those that lead to them, so that every decision stays what it was. */
export async function reduceLedger(
  tx: Write,
  program: string,
  {
    person,
    names,
    traces,
    pseudonyms,
    asked,
  }: {
    readonly person: string
    readonly names: Names
    readonly traces: Traces
    readonly pseudonyms: Pseudonyms
    readonly asked: Asked
  },
): Promise<number> {
  let rows = await reduceBodies(tx, program, 'person', [person], asked)
  rows += await reduceBodies(tx, program, 'visitor', traces.visitors, asked)
  rows += await reduceBodies(tx, program, 'code', traces.codes, asked)
  rows += await reduceReviews(tx, program, person, asked)
  rows += await reduceMentions(tx, program, names)
  for (const column of ['code', 'visitor'] as const)
    for (const [old, fresh] of pseudonyms[`${column}s`])
      await tx
        .updateTable('gw_ledger')
        .set({ [column]: fresh })
        .where('program', '=', program)
        .where(column, '=', old)
        .execute()
  return rows
}

/** Page by page, and one statement for all rows that end up with the same body: there are few. */
async function reduceBodies(
  tx: Write,
  program: string,
  column: 'person' | 'visitor' | 'code',
  values: readonly string[],
  asked: Asked,
): Promise<number> {
  let count = 0
  for (const value of values) {
    for (let after = ''; ;) {
      const page = await tx
        .selectFrom('gw_ledger')
        .select(['id', 'type', 'name', 'body'])
        .where('program', '=', program)
        .where(column, '=', value)
        .where('id', '>', after)
        .orderBy('id')
        .limit(pageSize)
        .execute()
      count += await writeFacts(tx, program, page, asked)
      if (page.length < pageSize) break
      after = page.at(-1)!.id
    }
  }
  return count
}

/** What was written about somebody before anybody knew whose it was. It reads all that browsers wrote, once. */
export async function reduceMentions(tx: Write, program: string, names: Names): Promise<number> {
  const naming = mentions(names)
  if (!naming) return 0
  const rows = await tx
    .selectFrom('gw_ledger')
    .select(['id', 'type', 'name', 'body'])
    .where('program', '=', program)
    .where('type', 'in', ['visit', 'moment', 'feedback'])
    .where(naming)
    .execute()
  let count = 0
  for (let start = 0; start < rows.length; start += pageSize)
    count += await writeFacts(tx, program, rows.slice(start, start + pageSize), {})
  return count
}

async function reduceReviews(tx: Write, program: string, person: string, asked: Asked): Promise<number> {
  const orders = await tx
    .selectFrom('gw_orders')
    .select('order_ref')
    .where('program', '=', program)
    .where('friend', '=', person)
    .execute()
  const reviews = await inChunks(new Set(orders.map((order) => order.order_ref)), (some) =>
    tx
      .selectFrom('gw_ledger')
      .select(['id', 'type', 'name', 'body'])
      .where('program', '=', program)
      .where('type', '=', 'review')
      .where('order_ref', 'in', some)
      .execute(),
  )
  return writeFacts(tx, program, reviews, asked)
}

async function writeFacts(
  tx: Write,
  program: string,
  rows: readonly Pick<StoredRow, 'id' | 'type' | 'name' | 'body'>[],
  asked: Asked,
): Promise<number> {
  const byBody = new Map<string, string[]>()
  const moments: string[] = []
  for (const { id, type, name, body } of rows) {
    const facts = factsOf(type, body, asked)
    if (facts !== body)
      byBody
        .set(facts, byBody.get(facts) ?? [])
        .get(facts)!
        .push(id)
    // No reward rests on what a moment is called, and any browser chooses it.
    if (type === 'moment' && name !== null) moments.push(id)
  }
  const update = (ids: readonly string[], change: { body: string } | { name: null }) =>
    tx.updateTable('gw_ledger').set(change).where('program', '=', program).where('id', 'in', ids).execute()
  for (const [body, ids] of byBody) await update(ids, { body })
  if (moments.length > 0) await update(moments, { name: null })
  return [...byBody.values()].reduce((sum, ids) => sum + ids.length, 0)
}
