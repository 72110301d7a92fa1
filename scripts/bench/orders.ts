import type { ReferralEvent } from '../../packages/program/src/index.ts'
import { createRandom, type Random } from './random.ts'

const day = 86_400_000

/** An event, and by which route it is to be sent. */
export interface Report {
  readonly event: ReferralEvent
  /** The owner's server, by its secret key, or a browser. */
  readonly by: 'server' | 'browser'
}

/**
 * Orders as they reach a shop on a bad day: reported by the browser and by the server, with another amount the second
 * time, refunded in part, twice, or before they are known; friends whom several referrers claim; customers who are
 * referrers themselves. No order ripens while a bench runs. `next` gives the reports of one order more.
 */
export function createOrders(codes: readonly string[], prefix: string, seed: number) {
  const random = createRandom(seed)
  let made = 0
  const now = Date.now()
  const friends = Math.max(8, codes.length * 6)

  function touch(random: Random) {
    // Orders about one referrer come together, so that servers decide about the same person at the same time.
    const code = random.chance(0.6) ? codes[(made >> 3) % codes.length]! : random.any(codes)
    const friend = random.below(friends)
    // Some are members of the program, some known by an e-mail only.
    const customer =
      friend < codes.length / 2
        ? { id: `member-${friend}` }
        : friend % 7 === 0
          ? { email: `${prefix}${friend}@mail.example` }
          : { id: `${prefix}-${friend}` }
    const visitor = `v_${prefix}_${friend}_${random.below(2)}`
    return { code, customer, visitor }
  }

  return {
    next(): readonly Report[] {
      const index = made++
      const id = (kind: string) => `${prefix}-${index}-${kind}`
      const { code, customer, visitor } = touch(random)
      // The hold is 14 days: either over long ago, or far from over; and no refund is from the future.
      const days = random.chance(0.5) ? 15 + random.below(30) : 4 + random.below(9)
      const at = now - days * day - random.below(day / 2)
      const order = { name: 'purchase', order: `${prefix}-${index}` }
      const money = { amount: 1000 + random.below(9000), currency: 'USD' }
      const reports: Report[] = []
      const add = (by: Report['by'], event: ReferralEvent) => void reports.push({ by, event })

      if (random.chance(0.4))
        add('browser', {
          type: 'visit',
          id: id('visit'),
          at: at - random.below(5 * day),
          code,
          visitor,
          url: 'https://shop.example/',
        })
      const seen = random.chance(0.5) ? { visitor } : {}
      const named = random.chance(0.7) ? { code } : {}
      add(random.chance(0.7) ? 'server' : 'browser', {
        type: 'conversion',
        id: id('first'),
        at,
        ...order,
        ...money,
        ...seen,
        ...named,
        customer,
      })
      if (random.chance(0.2))
        add(random.chance(0.5) ? 'server' : 'browser', {
          type: 'conversion',
          id: id('again'),
          at: at + random.below(60_000),
          ...order,
          ...(random.chance(0.5) ? money : { amount: money.amount + 100, currency: 'USD' }),
          ...seen,
          customer: random.chance(0.8) ? customer : touch(random).customer,
        })
      if (random.chance(0.3)) {
        const parts = 1 + random.below(2)
        for (let part = 0; part < parts; part++)
          add('server', {
            type: 'refund',
            id: id(`refund${part}`),
            at: at + random.below(3 * day),
            ...order,
            ...(random.chance(0.6) && { amount: 100 + random.below(money.amount), currency: 'USD' }),
          })
      }
      return reports
    },
  }
}
