import type { EventOf } from '@goodword/program'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { gatherCrowd, type Crowd } from '../crowd.ts'
import { orderKey, type StoredOrder } from '../order.ts'
import type { Person } from '../people.ts'
import type { Item, Taken } from './item.ts'

/** Whom each event is about. Only a conversion makes somebody. */
export async function findPeople(
  tx: Write,
  context: Context,
  items: readonly Item[],
  orders: ReadonlyMap<string, StoredOrder>,
  seen: ReadonlyMap<string, string>,
): Promise<{ taken: Taken[]; crowd: Crowd; remembered: ReadonlyMap<string, string> }> {
  const conversions = items.filter(({ event }) => event.type === 'conversion')
  const ids = new Set<string>()
  for (const { event } of conversions) {
    const person = seen.get(event.visitor ?? '')
    if (person !== undefined) ids.add(person)
  }
  for (const { friend } of orders.values()) if (friend !== null) ids.add(friend)
  const customers = items.flatMap(({ event }) => event.customer ?? [])
  const crowd = await gatherCrowd(tx, context, customers, ids)

  const browsers = new Map(seen)
  const remembered = new Map<string, string>()
  const friends = new Map<string, string>()
  for (const [key, { friend }] of orders) if (friend !== null) friends.set(key, friend)
  const taken = items.map((item): Taken => {
    const { event, source } = item
    const trusted = source === 'server'
    if (event.type !== 'conversion') {
      const { customer, type } = event
      const isAbout = customer !== undefined && type !== 'refund'
      return { ...item, person: isAbout ? crowd.find({ customer, trusted }) : undefined }
    }
    const { visitor } = event
    const seenAs = visitor === undefined ? undefined : crowd.get(browsers.get(visitor) ?? '')
    const person = friendOf(context, crowd, item, event, seenAs, friends.get(orderKey(event)))
    if (!friends.has(orderKey(event))) friends.set(orderKey(event), person.id)
    if (visitor !== undefined && person.id !== seenAs?.id) {
      browsers.set(visitor, person.id)
      remembered.set(visitor, person.id)
    }
    return { ...item, person }
  })
  return { taken, crowd, remembered }
}

/**
 * Who converted. A browser's word about the customer counts where the program believes browsers; elsewhere anybody
 * could claim an order for anybody, so it is the browser's own until the server speaks.
 */
function friendOf(
  { program }: Context,
  crowd: Crowd,
  { source }: Item,
  { name, customer }: EventOf<'conversion'>,
  seenAs: Person | undefined,
  ordered: string | undefined,
): Person {
  const trusted = source === 'server'
  const rule = program.conversions.find((rule) => rule.name === name)
  const believed = trusted || rule?.trust === 'browser'
  if (customer && believed) return crowd.resolve({ customer, trusted, seenAs })
  return seenAs ?? crowd.get(ordered ?? '') ?? crowd.create()
}
