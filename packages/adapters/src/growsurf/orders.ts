import type { EventOf } from '@goodword/program'
import { failureOf } from '../vendor/failure.ts'
import { fieldsOf, needFlag, present, textOf, type Fields } from '../vendor/fields.ts'
import type { OrderTaker } from '../vendor/compose.ts'
import * as outcomes from '../vendor/recording.ts'
import type { Client } from './client.ts'
import { idOf, vendor } from './shapes.ts'

type Outcome = Promise<outcomes.Outcome>

/** The field of a friend's metadata that holds the order they count for. */
const mark = 'goodwordOrder'

/** How orders reach GrowSurf: the friend becomes a participant first, then their referral is triggered. */
export function createOrders(
  { find, add, post, remove }: Client,
  isAffiliate: boolean,
  delayInDays: number | undefined,
): OrderTaker {
  async function trigger(friend: Fields, order: string): Outcome {
    const metadata = fieldsOf(friend.metadata)
    const counted = textOf(metadata[mark])
    if (counted !== order && (counted !== undefined || friend.referralStatus === 'CREDIT_AWARDED'))
      return outcomes.friendKnown
    if (friend.referralStatus === 'CREDIT_AWARDED') return outcomes.orderKnown
    const path = ['participant', idOf(friend)]
    if (counted === undefined) await post(path, { metadata: { ...metadata, [mark]: order } })
    // GrowSurf credits a friend once, so that asking again is no harm.
    const answer = await post([...path, 'ref'], present({ delayInDays }))
    return needFlag(vendor, answer, 'success') ? outcomes.accepted : outcomes.orderKnown
  }

  async function take(event: EventOf<'conversion'>, email: string): Outcome {
    const { code, customer, order, currency, amount, at } = event
    const referral = { referredBy: code, metadata: { [mark]: order } }
    const friend = code === undefined ? await find({ email }) : await add(email, customer?.name, referral)
    // Nobody's id is no friend without a referrer: it is no answer.
    if (friend) idOf(friend)
    const referrer = textOf(friend?.referredBy) ?? textOf(fieldsOf(friend?.referrer).id)
    if (!friend || referrer === undefined) return outcomes.notReferred
    if (!isAffiliate) return trigger(friend, order)
    const sale = { currency, grossAmount: amount, orderId: order, paidAt: at }
    const answer = await post(['participant', idOf(friend), 'transaction'], sale)
    return needFlag(vendor, answer, 'success') ? outcomes.accepted : outcomes.orderKnown
  }

  async function takeBack({ order, amount }: EventOf<'refund'>, email: string): Outcome {
    // A referral is one reward for one friend: a part that comes back changes nothing.
    if (!isAffiliate && amount !== undefined) return outcomes.notKept
    const refund = { orderId: order, amendmentType: 'REFUND', ...present({ amountRefunded: amount }) }
    if (isAffiliate) await post(['participant', email, 'transaction', 'refund'], refund, false)
    else await remove(['participant', email, 'ref'])
    return outcomes.accepted
  }

  return {
    conversion: take,
    refund: (event, email) =>
      takeBack(event, email).catch((error: unknown) => {
        if (isAffiliate && failureOf(error)?.inDoubt) return outcomes.refundInDoubt(vendor)
        throw error
      }),
  }
}
