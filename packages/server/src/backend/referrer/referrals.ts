import {
  displayName,
  type Page,
  type PageQuery,
  type ParticipantKey,
  type Referral,
  type Standing,
} from '@goodword/adapters'
import type { Context } from '../context.ts'
import { requireParticipant } from '../people/enrolment.ts'
import { pageFrom, parseLimit, parsePage } from '../paging.ts'

/** The friends that somebody brought, newest first. */
export async function listReferrals(
  context: Context,
  who: ParticipantKey,
  query?: PageQuery,
): Promise<Page<Referral>> {
  const paging = parsePage(query)
  const { id } = await requireParticipant(context, who)
  const { after } = paging
  const rows = await context.store.db
    .selectFrom('gw_bonds')
    .innerJoin('gw_people', (join) =>
      join.onRef('gw_people.program', '=', 'gw_bonds.program').onRef('gw_people.id', '=', 'gw_bonds.friend'),
    )
    .select(['gw_bonds.friend as id', 'gw_bonds.at', 'gw_bonds.state', 'gw_people.name'])
    .where('gw_bonds.program', '=', context.program.id)
    .where('gw_bonds.referrer', '=', id)
    .$if(after !== undefined, (select) =>
      select.where((eb) =>
        eb.or([
          eb('gw_bonds.at', '<', after!.at),
          eb.and([eb('gw_bonds.at', '=', after!.at), eb('gw_bonds.friend', '<', after!.id)]),
        ]),
      ),
    )
    .orderBy('gw_bonds.at', 'desc')
    .orderBy('gw_bonds.friend', 'desc')
    .limit(paging.limit + 1)
    .execute()
  return pageFrom(rows, paging, ({ id, at, state, name }) => {
    const friend = displayName(name ?? undefined)
    return { id, at, state, ...(friend !== undefined && { friend }) }
  })
}

/** Who brought the most friends; those with as many share a rank. */
export async function listStandings({ store, program }: Context, limit = 10): Promise<Standing[]> {
  const rows = await store.db
    .selectFrom('gw_referrers as referrer')
    .innerJoin('gw_people as person', (join) =>
      join.onRef('person.program', '=', 'referrer.program').onRef('person.id', '=', 'referrer.person'),
    )
    .select(['person.name', 'referrer.friends'])
    .where('referrer.program', '=', program.id)
    .where('referrer.friends', '>', 0)
    .orderBy('referrer.friends', 'desc')
    .orderBy('referrer.person', 'desc')
    .limit(parseLimit(limit))
    .execute()
  return rows.map(({ name, friends }) => ({
    rank: 1 + rows.findIndex((row) => row.friends === friends),
    name: displayName(name ?? undefined) ?? '—',
    friends,
  }))
}
