import type { EventOf, Program } from '@goodword/program'
import { failureOf, hasStatus } from '../vendor/failure.ts'
import { fieldsOf, present, textOf, type Fields } from '../vendor/fields.ts'
import * as outcomes from '../vendor/recording.ts'
import type { Client } from './client.ts'
import { idOf, vendor } from './shapes.ts'

type Outcome = Promise<outcomes.Outcome>

/** The field of a friend's metadata that holds the order they count for. */
const mark = 'goodwordOrder'

/** How orders reach GrowSurf: the friend becomes a participant first, then their referral is triggered. */
export function createOrders(
  { find, add, post, remove }: Client,
  { conversions }: Program,
  conversion: string,
  isAffiliate: boolean,
): outcomes.Taker {
  const delayInDays = conversions.find(({ name }) => name === conversion)?.holdDays || undefined

  async function trigger(friend: Fields, order: string): Outcome {
    const metadata = fieldsOf(friend.metadata)
    const counted = textOf(metadata[mark])
    if (counted !== order && (counted !== undefined || friend.referralStatus === 'CREDIT_AWARDED'))
      return outcomes.friendKnown
    if (friend.referralStatus === 'CREDIT_AWARDED') return outcomes.orderKnown
    const path = ['participant', idOf(friend)]
    if (counted === undefined) await post(path, { metadata: { ...metadata, [mark]: order } })
    // GrowSurf credits a friend once, so that asking again is no harm.
    const { success } = await post([...path, 'ref'], present({ delayInDays }))
    return success === false ? outcomes.orderKnown : outcomes.accepted
  }

  async function take({ name, code, customer, order, currency, amount, at }: EventOf<'conversion'>): Outcome {
    const email = customer?.email?.toLowerCase()
    if (!email) return outcomes.friendEmailMissing(vendor)
    const referral = { referredBy: code, metadata: { [mark]: order } }
    const friend = code === undefined ? await find({ email }) : await add(email, customer?.name, referral)
    const referrer = textOf(friend?.referredBy) ?? textOf(fieldsOf(friend?.referrer).id)
    if (!friend || referrer === undefined) return outcomes.notReferred
    if (name !== conversion) return outcomes.accepted
    if (!isAffiliate) return trigger(friend, order)
    const sale = { currency, grossAmount: amount, orderId: order, paidAt: at }
    const { duplicate } = await post(['participant', idOf(friend), 'transaction'], sale)
    return duplicate === true ? outcomes.orderKnown : outcomes.accepted
  }

  async function takeBack({ order, amount, customer }: EventOf<'refund'>): Outcome {
    const email = customer?.email?.toLowerCase()
    if (!email) return outcomes.friendEmailMissing(vendor)
    // A referral is one reward for one friend: a part that comes back changes nothing.
    if (!isAffiliate && amount !== undefined) return outcomes.notKept
    const refund = { orderId: order, amendmentType: 'REFUND', ...present({ amountRefunded: amount }) }
    if (isAffiliate) await post(['participant', email, 'transaction', 'refund'], refund, false)
    else await remove(['participant', email, 'ref'])
    return outcomes.accepted
  }

  return {
    conversion: (event) => take(event).catch((error: unknown) => outcomes.refused(vendor, error)),
    refund: (event) =>
      takeBack(event).catch((error: unknown) => {
        if (hasStatus(error, 404)) return outcomes.orderUnknown(vendor, event.order)
        if (isAffiliate && failureOf(error)?.inDoubt) return outcomes.refundInDoubt(vendor)
        return outcomes.refused(vendor, error)
      }),
  }
}
