import type { ReferralBackend, Reward } from '@goodword/adapters'
import { cookieName, parseKept, type Kept } from '@goodword/program/touch'
import type { ShopCustomer } from './catalogue.ts'

/** A coupon that a friend may use now. */
export interface Coupon {
  readonly reward: string
  readonly code: string
  /** US cents. */
  readonly amount: number
}

/** Everything the shop's own server tells Goodword, and asks it. The backend holds the secret key. */
export interface Referrals {
  /** Somebody made an account. Its number keeps it one sign-up, however often it is told, and names nobody. */
  signedUp(customer: ShopCustomer, cookie: string | undefined): Promise<void>
  bought(customer: ShopCustomer, order: string, amount: number, cookie: string | undefined): Promise<void>
  coupon(customer: ShopCustomer): Promise<Coupon | undefined>
  used(coupon: Coupon): Promise<void>
}

export function createReferrals(backend: ReferralBackend, now: () => number = Date.now): Referrals {
  const tell = async (customer: ShopCustomer, cookie: string | undefined, facts: Facts): Promise<void> => {
    const kept = readKept(cookie)
    const [receipt] = await backend.record(
      [
        {
          id: crypto.randomUUID(),
          at: now(),
          type: 'conversion',
          customer,
          ...(kept && { visitor: kept.visitor }),
          ...(kept?.touch && { code: kept.touch.code }),
          ...facts,
        },
      ],
      { source: 'server' },
    )
    if (receipt?.status === 'rejected') throw new Error(`The conversion was rejected: ${receipt.detail}`)
  }
  return {
    signedUp: (customer, cookie) => tell(customer, cookie, { name: 'signup', order: customer.account }),
    bought: (customer, order, amount, cookie) =>
      tell(customer, cookie, { name: 'purchase', order, amount, currency: 'USD' }),
    async coupon(customer) {
      await backend.enrol(customer)
      const { items } = await backend.rewards({ customer: customer.id }, { limit: 100 })
      return items.flatMap(asCoupon)[0]
    },
    async used(coupon) {
      await backend.fulfil?.(coupon.reward, 'checkout')
    },
  }
}

interface Facts {
  readonly name: string
  readonly order: string
  readonly amount?: number
  readonly currency?: string
}

/** What the friend's browser kept: the cookie that the script or the link's redirect set. */
function readKept(cookie: string | undefined): Kept | undefined {
  const value = cookie?.match(new RegExp(`(?:^|; )${cookieName}=([^;]*)`))?.[1]
  return value ? parseKept(value) : undefined
}

function asCoupon({ id, state, give }: Reward): Coupon[] {
  if (state !== 'due' || give.type !== 'coupon') return []
  return [{ reward: id, code: give.code ?? '', amount: give.amount ?? 0 }]
}
