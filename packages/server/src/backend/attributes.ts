import { createHash } from 'node:crypto'
import type { Attributes, Enrolment } from '@goodword/program'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Context } from './context.ts'
import { readDecision, rowOfDecision } from './decision-row.ts'
import { append } from './ledger.ts'
import { lockPeople } from './person-lock.ts'
import { settle } from './settlement.ts'
import { settling } from './warming.ts'

/**
 * Notes what the site says of a participant, as a row of the ledger when it is new or has changed, and decides anew what
 * they earned under segments. What it says now takes the place of all that it said before.
 */
export async function keepAttributes(
  context: Context,
  person: string,
  attributes: Attributes,
): Promise<void> {
  const { store, program } = context
  const text = canonical(attributes)
  const isKnown = (last: Enrolment | undefined) => canonical(last?.attributes ?? {}) === text
  if (isKnown(await lastEnrolment(store.db, program.id, person))) return
  await settling(context, async (tx) => {
    await lockPeople(tx, context, [person])
    const last = await lastEnrolment(tx, program.id, person)
    if (isKnown(last)) return
    // Whoever says the same after the same row makes the same row.
    const digest = createHash('sha256')
      .update(`${last?.id ?? ''}\n${text}`)
      .digest('hex')
      .slice(0, 32)
    const at = Math.max(context.now(), (last?.at ?? -Infinity) + 1)
    const row = {
      type: 'enrolment',
      id: `enrolment:${person}:${digest}`,
      at,
      participant: person,
      attributes,
    } as const
    await append(tx, context, [rowOfDecision(program.id, row, context.now())])
    if (program.segments.length > 0)
      await settle(tx, context, new Set([person]), new Set(), new Map([[person, [row]]]))
  })
}

/** What the site said of a participant last; asked for only where the program has segments. */
export async function attributesOf(
  { store, program }: Context,
  person: string,
): Promise<Attributes | undefined> {
  if (program.segments.length === 0) return undefined
  return (await lastEnrolment(store.db, program.id, person))?.attributes
}

async function lastEnrolment(
  db: Kysely<Tables>,
  program: string,
  person: string,
): Promise<Enrolment | undefined> {
  const row = await db
    .selectFrom('gw_ledger')
    .selectAll()
    .where('program', '=', program)
    .where('person', '=', person)
    .where('type', '=', 'enrolment')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const read = row && readDecision(row)
  return read?.type === 'enrolment' ? read : undefined
}

/** The same text whatever the order of the names. */
const canonical = (attributes: Attributes): string =>
  JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
