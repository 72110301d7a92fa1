import type { Context } from './context.ts'

/** Rows that one counter is spread over. */
const slots = 8

const known = new WeakMap<object, number>()

/** Where this process counts, so that several servers do not wait for each other at one hot row. A count is the sum of all. */
export function slotOf({ store, random }: Pick<Context, 'store' | 'random'>): number {
  let slot = known.get(store)
  if (slot === undefined) known.set(store, (slot = random(1)[0]! % slots))
  return slot
}
