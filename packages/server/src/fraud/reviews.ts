import type { Page, PageQuery } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Context } from '../backend/context.ts'
import { pageFrom, parsePage } from '../backend/paging.ts'
import { decideBond, decideOrder, type BondDecision, type OrderDecision } from './deciding.ts'
import { reviewItems, type ReviewItem, type ReviewState } from './review-item.ts'

export type { ReviewItem, ReviewPerson, ReviewState } from './review-item.ts'

/** The queue of orders that wait for a person. */
export interface ReviewTools {
  /** The newest first; of every state when none is named. */
  list(query?: PageQuery & { readonly state?: ReviewState | undefined }): Promise<Page<ReviewItem>>
  /** Approves, rejects, or takes either back. The same verdict again changes nothing. Rejects with `order-unknown`. */
  decide(decision: OrderDecision): Promise<ReviewItem>
  /** Says who brought a friend, or that nobody did. Rejects with `person-unknown` and `bond-invalid`. */
  decideBond(decision: BondDecision): Promise<void>
}

/** The tool of one program. */
export const reviewTools = (context: Context): ReviewTools => ({
  list: ({ state, ...query } = {}) => listReviews(context, state, query),
  async decide(decision) {
    await decideOrder(context, decision)
    const item = await findReview(context, `${decision.name}:${decision.order}`)
    if (item) return item
    throw new GoodwordError('order-unknown', 'The order is gone from the queue. Load the list again.')
  },
  decideBond: (decision) => decideBond(context, decision),
})

async function listReviews(
  context: Context,
  state: ReviewState | undefined,
  query: PageQuery,
): Promise<Page<ReviewItem>> {
  const paging = parsePage(query)
  const { after, limit } = paging
  // An order stands where the first of its cases does.
  const rows = await context.store.db
    .selectFrom('gw_cases as found')
    .select(['found.at', 'found.order_key as id'])
    .where('found.program', '=', context.program.id)
    .$if(state !== undefined, (cases) => cases.where('found.state', '=', state!))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('gw_cases as other')
            .select('other.reason')
            .where('other.program', '=', context.program.id)
            .whereRef('other.order_key', '=', 'found.order_key')
            .where((or) =>
              or.or([
                or('other.at', '<', or.ref('found.at')),
                or.and([
                  or('other.at', '=', or.ref('found.at')),
                  or('other.reason', '<', or.ref('found.reason')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .$if(after !== undefined, (cases) =>
      cases.where((eb) =>
        eb.or([
          eb('found.at', '<', after!.at),
          eb.and([eb('found.at', '=', after!.at), eb('found.order_key', '<', after!.id)]),
        ]),
      ),
    )
    .orderBy('found.at', 'desc')
    .orderBy('found.order_key', 'desc')
    .limit(limit + 1)
    .execute()
  const items = await reviewItems(
    context,
    rows.map(({ id }) => id),
  )
  const page = pageFrom(rows, paging, ({ id }) => items.get(id))
  return { ...page, items: page.items.filter((item) => item !== undefined) }
}

async function findReview(context: Context, key: string): Promise<ReviewItem | undefined> {
  return (await reviewItems(context, [key])).get(key)
}
