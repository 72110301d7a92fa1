import type { Context } from '../backend/context.ts'
import { inChunks } from '../store/transaction.ts'
import type { Claim } from './claim.ts'

/** What a message can add about people. */
export type Inclusion = 'email'

/** The properties of a message's data that are person keys. */
const roles = ['participant', 'friend', 'referrer'] as const

/** What is told of a person. */
type Told = Readonly<Record<string, string>>

/**
 * The bodies of messages, by delivery id: `{ type, timestamp, data }`. People are looked up now and not when the message
 * was written: so what waits names nobody, and whoever was erased stays unnamed.
 */
export async function composePayloads(
  { store, program }: Context,
  claims: readonly Claim[],
  include: ReadonlySet<Inclusion>,
): Promise<ReadonlyMap<string, string>> {
  const bodies = claims.map(({ delivery, message }) => ({
    delivery: delivery.id,
    message,
    data: JSON.parse(message.body) as Readonly<Record<string, unknown>>,
  }))
  const keys = new Set(bodies.flatMap(({ data }) => roles.flatMap((role) => textOf(data[role]))))
  const people = await inChunks(keys, (some) =>
    store.db
      .selectFrom('gw_people')
      .select(['id', 'customer_id', 'email'])
      .where('program', '=', program.id)
      .where('id', 'in', some)
      .execute(),
  )
  const told = new Map(
    people.map(({ id, customer_id: customer, email }): [string, Told] => [
      id,
      {
        id,
        ...(customer !== null && { customer }),
        ...(email !== null && include.has('email') && { email }),
      },
    ]),
  )
  const name = (data: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      roles.flatMap((role) => textOf(data[role]).map((id): [string, Told] => [role, told.get(id) ?? { id }])),
    )
  return new Map(
    bodies.map(({ delivery, message: { type, at }, data }) => [
      delivery,
      JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { ...data, ...name(data) } }),
    ]),
  )
}

const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : [])
