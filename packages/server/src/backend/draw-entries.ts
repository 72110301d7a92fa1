import type { DrawEntry, Page, PageQuery } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { closeId } from './contest-place.ts'
import { isStorable, type Context } from './context.ts'
import { loadCloses } from './draws.ts'

/** Entries of one page. */
const most = 1000

/**
 * What a held draw was drawn of, sorted by participant: a page goes on after the participant that its cursor names.
 * People who were erased keep their key here, or nobody could draw again. Throws `query-invalid` and `draw-unknown`.
 */
export async function listDrawEntries(
  context: Context,
  incentive: string,
  period: string,
  { limit = most, cursor = '' }: PageQuery = {},
): Promise<Page<DrawEntry>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw new GoodwordError('query-invalid', `limit is ${limit}. Use a whole number from 1 to ${most}.`)
  if (!/^\w{0,64}$/.test(cursor))
    throw new GoodwordError(
      'query-invalid',
      `cursor is "${cursor.slice(0, 80)}". Use \`next\` of the page before, or leave it out.`,
    )
  const id = closeId(incentive, period)
  const close = isStorable(id) ? (await loadCloses(context, [id])).get(id) : undefined
  if (!close?.draw)
    throw new GoodwordError(
      'draw-unknown',
      `No draw "${incentive.slice(0, 64)}" of "${period.slice(0, 20)}" was held. The list of draws says which were.`,
    )
  const places = new Map(close.winners.map((winner, index) => [winner, index + 1]))
  const { store, program } = context
  const found = await store.db
    .selectFrom('gw_entries')
    .select(['participant', 'entries'])
    .where('program', '=', program.id)
    .where('incentive', '=', incentive)
    .where('period', '=', period)
    .where('participant', '>', cursor)
    .orderBy('participant')
    .limit(limit + 1)
    .execute()
  const items = found.slice(0, limit).map(({ participant, entries }): DrawEntry => {
    const place = places.get(participant)
    return { participant, entries, ...(place !== undefined && { place }) }
  })
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, ...(last && { next: last.participant }) }
}
