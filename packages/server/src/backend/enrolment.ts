import {
  parseCustomer,
  parseOldCode,
  type Client,
  type EnrolOptions,
  type Participant,
  type ParticipantKey,
} from '@goodword/adapters'
import {
  emptyProgress,
  GoodwordError,
  type Attributes,
  type Customer,
  type MilestoneProgress,
} from '@goodword/program'
import { addOldCode, isOwnCode } from '../codes/old-code.ts'
import { prepareTraces, traceColumns } from '../fraud/trace.ts'
import { announce } from '../outbox/announce.ts'
import { newsOfEnrolment } from '../outbox/news.ts'
import { unusedCode } from '../privacy/retired-codes.ts'
import type { Write } from '../store/transaction.ts'
import { attributesOf, keepAttributes } from './attributes.ts'
import { codeKey } from './code.ts'
import { moneyOf } from './balance.ts'
import type { Context } from './context.ts'
import { findCustomer, findPerson, learnable, resolveCustomer, type Enrolled, type Person } from './people.ts'
import { rankOf } from './rank.ts'
import { sumsOf } from './rollups.ts'
import { settle } from './settlement.ts'
import { tallyOf } from './tallies.ts'
import { settling } from './warming.ts'

/**
 * Makes a participant of a customer, or finds the one they are, and keeps what the site vouches for about them. Rejects
 * with `customer-invalid`, and with `code-invalid` or `code-taken` for a code from elsewhere.
 */
export async function enrol(
  context: Context,
  input: Customer,
  { attributes, client, code }: EnrolOptions = {},
): Promise<Participant> {
  const person = await enrolled(context, input, client, code === undefined ? undefined : parseOldCode(code))
  if (attributes) await keepAttributes(context, person.id, attributes)
  return describe(context, person)
}

async function enrolled(
  context: Context,
  input: Customer,
  client: Client | undefined,
  old: string | undefined,
): Promise<Enrolled> {
  const claim = { customer: parseCustomer(input), trusted: true }
  const { person, mailed } = await findCustomer(context.store.db, context.program.id, claim)
  const isKnown = person && isEnrolled(person) && Object.keys(learnable(person, mailed, claim)).length === 0
  const isShown = old === undefined || codeKey(old) === person?.code
  if (isKnown && isShown) return person
  await prepareTraces(context)
  return settling(context, async (tx): Promise<Enrolled> => {
    const found = await resolveCustomer(tx, context, claim)
    if (isEnrolled(found)) {
      if (old !== undefined) await addOldCode(tx, context, found.id, old)
      return found
    }
    const at = context.now()
    if (old !== undefined) await isOwnCode(tx, context, found.id, old)
    const code = old === undefined ? await unusedCode(tx, context) : codeKey(old)
    // A code that is taken fails on its unique key, and all of this runs again with another.
    const updated = await tx
      .updateTable('gw_people')
      .set({ code, enrolled_at: at, ...traceColumns(context, client) })
      .where('program', '=', found.program)
      .where('id', '=', found.id)
      .where('code', 'is', null)
      .execute()
    const after = await tx
      .selectFrom('gw_people')
      .selectAll()
      .where('program', '=', found.program)
      .where('id', '=', found.id)
      .executeTakeFirstOrThrow()
    if (!isEnrolled(after)) throw new Error(`The code was not kept: ${updated.length} rows.`)
    sumsOf(tx, context).add([{ at, kind: 'all', name: '', participants: 1 }])
    await announce(tx, context, [newsOfEnrolment(after, at)])
    const friends = await friendsByCode(tx, context, after.code)
    if (friends.size > 0) await settle(tx, context, friends)
    return after
  })
}

/** Whoever ordered with a code, or in a browser that came by it, before it was somebody's. */
async function friendsByCode(tx: Write, { program }: Context, code: string): Promise<ReadonlySet<string>> {
  const rows = () =>
    tx.selectFrom('gw_ledger as row').where('row.program', '=', program.id).where('row.code', '=', code)
  const ordered = await rows()
    .select('row.person')
    .where('row.type', '=', 'conversion')
    .where('row.person', 'is not', null)
    .distinct()
    .execute()
  const seen = await rows()
    .innerJoin('gw_ledger as order', (join) =>
      join
        .onRef('order.program', '=', 'row.program')
        .onRef('order.visitor', '=', 'row.visitor')
        .on('order.type', '=', 'conversion'),
    )
    .select('order.person')
    .where('row.type', '=', 'visit')
    .distinct()
    .execute()
  return new Set([...ordered, ...seen].flatMap(({ person }) => person ?? []))
}

const isEnrolled = (person: Person | undefined): person is Enrolled =>
  person !== undefined && person.code !== null

/** Whoever enrolled under this key; `undefined` for a friend who has no code yet. */
export async function participant(context: Context, who: ParticipantKey): Promise<Participant | undefined> {
  const person = await findPerson(context.store.db, context.program.id, who)
  return isEnrolled(person) ? describe(context, person) : undefined
}

/** The person behind a key who is a participant. Rejects with `participant-unknown`. */
export async function requireParticipant(
  { store, program }: Context,
  who: ParticipantKey,
): Promise<Enrolled> {
  const person = await findPerson(store.db, program.id, who)
  if (isEnrolled(person)) return person
  throw new GoodwordError(
    'participant-unknown',
    `Nobody is enrolled as ${JSON.stringify(who).slice(0, 200)}. Enrol them first.`,
  )
}

async function describe(context: Context, person: Enrolled): Promise<Participant> {
  const { id, code, name } = person
  const { db } = context.store
  const [tally, money, brought, attributes] = await Promise.all([
    tallyOf(db, context.program.id, code),
    moneyOf(context, id),
    findReferrer(context, id),
    attributesOf(context, id),
  ])
  return {
    id,
    code,
    link: linkOf(context, code),
    ...(name !== null && { name }),
    stats: {
      ...tally,
      friends: brought?.friends ?? 0,
      ...money,
      ...(brought && brought.friends > 0 && { rank: await rankOf(context, brought.friends) }),
    },
    milestones: progressOf(context, brought?.progress ?? '[]', attributes),
  }
}

function findReferrer({ store, program }: Context, person: string) {
  return store.db
    .selectFrom('gw_referrers')
    .select(['friends', 'progress'])
    .where('program', '=', program.id)
    .where('person', '=', person)
    .executeTakeFirst()
}

function linkOf({ program, publicUrl }: Context, code: string): string {
  if (publicUrl !== undefined) return `${publicUrl}/r/${program.id}/${code}`
  const url = new URL(program.url)
  url.searchParams.set(program.attribution.params[0]!, code)
  return url.href
}

/** As it was last decided; a milestone that the program got since then begins at nothing. */
function progressOf(
  { program }: Context,
  decided: string,
  attributes: Attributes | undefined,
): MilestoneProgress[] {
  const known = JSON.parse(decided) as MilestoneProgress[]
  return emptyProgress(program, attributes).map(
    (empty) => known.find(({ incentive, at }) => incentive === empty.incentive && at === empty.at) ?? empty,
  )
}
