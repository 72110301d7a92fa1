import type { Allotment, Close, Enrolment, LedgerRow, Review } from '@goodword/program'
import type { NewRow, StoredRow } from './ledger.ts'

/** What the clock, the owner and people's attributes decide, as opposed to what happened. */
export type Decision = Allotment | Close | Enrolment | Review

/** A decision as a row, under the person whom it is about. Everybody's entries for a draw are kept apart from it. */
export function rowOfDecision(program: string, row: Decision, receivedAt: number): NewRow {
  const place = {
    program,
    id: row.id,
    type: row.type,
    at: row.at,
    received_at: receivedAt,
    source: 'goodword',
    person: null,
    visitor: null,
    code: null,
    name: null,
    order_ref: null,
  } as const
  if (row.type === 'review' && row.subject === 'order') {
    const { id: _, type: __, at: ___, name, order, ...body } = row
    return { ...place, name, order_ref: order, body: JSON.stringify(body) }
  }
  if (row.type === 'review') {
    const { id: _, type: __, at: ___, friend, ...body } = row
    return { ...place, person: friend, body: JSON.stringify(body) }
  }
  if (row.type === 'close') {
    const { id: _, type: __, at: ___, draw, ...body } = row
    const secret = draw && { seed: draw.seed, digest: draw.digest }
    return { ...place, body: JSON.stringify({ ...body, ...(secret && { draw: secret }) }) }
  }
  const { id: _, type: __, at: ___, participant, ...body } = row
  return { ...place, person: participant, body: JSON.stringify(body) }
}

/** A stored decision as `evaluate` reads it; `undefined` for what is none. */
export function readDecision({
  type,
  id,
  at,
  person,
  name,
  order_ref: order,
  body,
}: StoredRow): LedgerRow | undefined {
  const facts = JSON.parse(body) as object
  switch (type) {
    case 'enrolment':
    case 'allot':
      return person === null
        ? undefined
        : ({ ...facts, type, id, at, participant: person } as Enrolment | Allotment)
    case 'close':
      return { ...facts, type, id, at } as Close
    case 'review':
      if (name !== null && order !== null) return { ...facts, type, id, at, name, order } as Review
      return person === null ? undefined : ({ ...facts, type, id, at, friend: person } as Review)
    default:
      return undefined
  }
}
