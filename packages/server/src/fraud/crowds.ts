import { inChunks, type Write } from '../store/transaction.ts'
import type { Lead } from './leads.ts'
import type { Sightings } from './sightings.ts'

/**
 * How many visitors by the referrer's code there are among those at a friend's address; asked only of addresses with
 * more visitors than `usual`, since that is all that a rule wants to know.
 */
export async function loadCrowds(
  tx: Write,
  program: string,
  leads: readonly Lead[],
  sightings: Sightings,
  usual: number,
): Promise<(lead: Lead) => number> {
  const visitorsAt = (lead: Lead): Set<string> => {
    const addresses = new Set(sightings.placesOf(lead).map(({ address }) => address))
    return new Set([...addresses].flatMap((address) => sightings.at(address).map(({ visitor }) => visitor)))
  }
  const crowded = new Map(
    leads.map((lead) => [lead, visitorsAt(lead)] as const).filter(([, visitors]) => visitors.size > usual),
  )
  const visits = await inChunks(new Set([...crowded.values()].flatMap((visitors) => [...visitors])), (some) =>
    tx
      .selectFrom('gw_ledger')
      .select(['visitor', 'code'])
      .where('program', '=', program)
      .where('type', '=', 'visit')
      .where('visitor', 'in', some)
      .where('code', 'in', [...new Set([...crowded.keys()].flatMap(({ referrer }) => referrer.code ?? []))])
      .groupBy(['visitor', 'code'])
      .execute(),
  )
  return (lead) => {
    const visitors = crowded.get(lead)
    if (!visitors) return 0
    const counted = visits.filter(
      ({ visitor, code }) => code === lead.referrer.code && visitor !== null && visitors.has(visitor),
    ).length
    // No further than one past what is usual: more says nothing more.
    return Math.min(counted, usual + 1)
  }
}
