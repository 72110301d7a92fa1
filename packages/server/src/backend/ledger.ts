import type { EventOf, Grant, LedgerRow, ReferralEvent, Seal } from '@goodword/program'
import type { Insertable, Selectable } from 'kysely'
import { bulkInsert } from '../store/bulk.ts'
import type { LedgerTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { codeKey } from './code.ts'
import type { Context } from './context.ts'
import { readDecision } from './decision-row.ts'

/** A row of the ledger as the database holds it. */
export type StoredRow = Selectable<LedgerTable>
/** A row to add. */
export type NewRow = Insertable<LedgerTable>

const adding = bulkInsert(
  'gw_ledger',
  {
    id: 'text',
    type: 'text',
    at: 'bigint',
    received_at: 'bigint',
    source: 'text',
    person: 'text',
    visitor: 'text',
    code: 'text',
    name: 'text',
    order_ref: 'text',
    body: 'text',
  },
  'on conflict (program, id) do nothing returning id',
)

/** Adds rows; returns the ids of those that were not there before. */
export async function append(
  tx: Write,
  { store, program }: Context,
  rows: readonly NewRow[],
): Promise<Set<string>> {
  // Everybody adds in the same order, so that two batches with the same events cannot wait for each other.
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const added = await store.bulk<{ id: string }>(tx, adding, program.id, sorted)
  return new Set(added.map(({ id }) => id))
}

/** When and from whom a row came. */
interface Arrival {
  readonly program: string
  readonly source: LedgerTable['source']
  readonly receivedAt: number
}

/**
 * An event as a row. Who the customer is stands in `person`; nothing else that names anybody is kept here. `held` is why
 * a person should look at a conversion first.
 */
export function rowOfEvent(
  event: ReferralEvent,
  person: string | null,
  arrival: Arrival,
  held?: string,
): NewRow {
  const { id, type, at, code, visitor, customer: _, ...rest } = event
  const isOrder = type === 'conversion' || type === 'refund'
  const { name, order, ...body } = rest as Partial<EventOf<'conversion'>>
  return {
    ...place(arrival, { id, type, at }),
    person,
    visitor: visitor ?? null,
    code: code === undefined ? null : codeKey(code),
    name: name ?? null,
    order_ref: order ?? null,
    body: JSON.stringify(isOrder ? { ...body, held } : rest),
  }
}

/** A seal as a row; the referrer and the channel that they brought the friend by, if any, stand in the body. */
export function rowOfSeal(
  { id, type, at, friend, referrer }: Seal,
  arrival: Arrival,
  channel?: string,
): NewRow {
  return { ...place(arrival, { id, type, at }), person: friend, body: JSON.stringify({ referrer, channel }) }
}

/** A grant as a row, under the person who was given the reward. */
export function rowOfGrant(grant: Grant, arrival: Arrival): NewRow {
  const { id, type, at, participant, ...body } = grant
  return { ...place(arrival, { id, type, at }), person: participant, body: JSON.stringify(body) }
}

function place(
  { program, source, receivedAt }: Arrival,
  row: Pick<NewRow, 'id' | 'type' | 'at'>,
): Omit<NewRow, 'body'> {
  const nothing = { person: null, visitor: null, code: null, name: null, order_ref: null }
  return { ...nothing, program, ...row, received_at: receivedAt, source }
}

/** A stored row as `evaluate` reads it; `undefined` for what rewards do not depend on. */
export function readRow(row: StoredRow): LedgerRow | undefined {
  const { type, id, at, person, visitor, code, name, order_ref: order, source } = row
  const body = JSON.parse(row.body) as object
  const touch = { ...(code !== null && { code }), ...(visitor !== null && { visitor }) }
  switch (type) {
    case 'visit':
      return code === null || visitor === null ? undefined : { type, id, at, code, visitor }
    case 'conversion':
      if (person === null || name === null || order === null) return undefined
      return { ...body, ...touch, type, id, at, name, order, friend: person, trusted: source === 'server' }
    case 'refund':
      return name === null || order === null ? undefined : { ...body, type, id, at, name, order }
    case 'seal': {
      const { referrer } = body as { readonly referrer?: string }
      if (person === null) return undefined
      return { type, id, at, friend: person, ...(referrer !== undefined && { referrer }) }
    }
    case 'grant':
      return { ...body, type, id, at, participant: person } as Grant
    default:
      return readDecision(row)
  }
}
