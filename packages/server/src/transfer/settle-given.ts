import type { ReferralBackend, Reward } from '@goodword/adapters'

/** What became of the rewards that come of imported referrals. */
export interface Settled {
  readonly given: number
  readonly due: number
  readonly owedThere: number
}

/** What to settle with. */
export interface SettleOptions {
  /** The vendor's name, which its orders are kept under. */
  readonly name: string
  readonly own: Required<Pick<ReferralBackend, 'allRewards' | 'fulfil'>> & ReferralBackend
  /** The orders that this import brought, and by whose code: what an earlier one brought is settled. */
  fresh(): Promise<ReadonlyMap<string, string>>
}

/**
 * Marks what comes of imported referrals as given, but for as many as the vendor still owes the participant: those are
 * due here from now on. So nothing is given twice, and nothing is forgotten, however the two programs differ.
 */
export async function settleGiven(
  { name, own, fresh }: SettleOptions,
  owedThere: Readonly<Record<string, number>>,
): Promise<Settled> {
  const orders = await fresh()
  const owed = new Map(Object.entries(owedThere))
  let [given, due] = [0, 0]
  // What the vendor still owes is rather for one order than for many, and rather for the newest, which come first.
  const found = (await dueRewards(own)).map((reward) => ({ reward, order: orderOf(reward) }))
  for (const { reward, order } of found.toSorted((a, b) => Number(!a.order) - Number(!b.order))) {
    const participant = reward.participant?.id ?? ''
    const isFresh = order === undefined ? await isAllFresh(own, reward, orders) : orders.has(order)
    if (!isFresh) continue
    const left = owed.get(participant) ?? 0
    if (reward.to === 'referrer' && left > 0) {
      owed.set(participant, left - 1)
      due++
    } else {
      await own.fulfil(reward.id, `import ${name}`)
      given++
    }
  }
  return { given, due, owedThere: orders.size === 0 ? 0 : sumOf(owed.values()) }
}

async function dueRewards(own: SettleOptions['own']): Promise<Reward[]> {
  const rewards: Reward[] = []
  let cursor: string | undefined
  do {
    const page = await own.allRewards({ state: 'due', limit: 100, ...(cursor !== undefined && { cursor }) })
    rewards.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return rewards
}

/** The order that earned it, if it was one. */
const orderOf = ({ id }: Reward): string | undefined => /\/order:[^:]+:(.+)$/.exec(id)?.[1]

/** A milestone of somebody all of whose friends this import brought. */
async function isAllFresh(
  own: ReferralBackend,
  { id, to, participant }: Reward,
  orders: ReadonlyMap<string, string>,
): Promise<boolean> {
  if (to !== 'referrer' || participant?.email === undefined || !/\/at:\d+(:|$)/.test(id)) return false
  const found = await own.participant({ email: participant.email })
  const brought = [...orders.values()].filter((code) => code === found?.code).length
  return found?.stats !== undefined && found.stats.friends <= brought
}

const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, one) => sum + one, 0)
