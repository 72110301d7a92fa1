import type { EventOf } from '@goodword/program'
import type { ParticipantKey, ReferralBackend } from '../backend.ts'
import { present } from '../vendor/fields.ts'
import type { VendorNews } from '../vendor/vendor-backend.ts'
import { toHex } from '../vendor/webhook.ts'

/** What a vendor's news of a friend who became a customer is, where orders do not come through here. */
export interface NewsOrders {
  /** The program's conversion that they are. */
  readonly conversion: string
  /** The program's, where the conversion has a value: a vendor's news tells none, so that it is 0. */
  readonly currency?: string
}

/**
 * What one piece of a vendor's news changes at another backend: somebody enrolled, under the code that they have at the
 * vendor; and, with `orders`, a friend who became a customer. The same news is the same change. `undefined` for all else.
 */
export function changeByNews(
  vendor: ReferralBackend,
  other: ReferralBackend,
  news: VendorNews,
  orders: NewsOrders | undefined,
  now: () => number = Date.now,
): (() => Promise<void>) | undefined {
  const { participant, friend, type } = news
  const email = participant?.email
  if (!participant || (!email && !participant.code)) return undefined
  const who: ParticipantKey = email ? { email } : { code: participant.code! }
  const twin = async () => participant.code ?? (await vendor.participant(who))?.code
  if (type === 'participant.enrolled' && email)
    return async () => {
      const code = await twin()
      await other.enrol({ email, ...present({ name: participant.name }) }, present({ code }))
    }
  if (type !== 'referral.converted' || !orders || !friend?.email) return undefined
  return async () => {
    const id = await digest(`${vendor.name} ${news.id}`)
    const code = await twin()
    const event: EventOf<'conversion'> = {
      id: `news-${id}`,
      type: 'conversion',
      name: orders.conversion,
      at: Math.min(news.at, now()),
      order: `${vendor.name}:${id}`,
      customer: { email: friend.email!, ...present({ name: friend.name }) },
      ...present({ code }),
      ...(orders.currency !== undefined && { amount: 0, currency: orders.currency }),
    }
    const [receipt] = await other.record([event], { source: 'server' })
    if (receipt?.status === 'rejected') throw new Error(receipt.detail ?? receipt.reason)
  }
}

/** News ids may hold an e-mail, which is no part of an order's name. */
async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return toHex(new Uint8Array(bytes)).slice(0, 32)
}
