import type { EventOf, Program } from '@goodword/program'
import type { ParticipantKey } from '../backend.ts'
import { failureOf, hasStatus } from '../vendor/failure.ts'
import { fieldsOf, present, textOf, type Fields } from '../vendor/fields.ts'
import * as outcomes from '../vendor/recording.ts'
import type { Transport } from '../vendor/transport.ts'
import { idOf, vendor } from './shapes.ts'

/** The field of a friend's metadata that holds the order they count for. */
const mark = 'goodwordOrder'

interface Account {
  readonly call: Transport
  readonly about: (who: ParticipantKey, ...parts: string[]) => string
  readonly find: (who: ParticipantKey) => Promise<Fields | undefined>
  readonly add: (email: string, name: string | undefined, more?: Fields) => Promise<Fields>
  readonly program: Program
  readonly conversion: string
  readonly isAffiliate: boolean
}

/** How orders and refunds reach GrowSurf: the friend becomes a participant first, then their referral is triggered. */
export function createOrders({
  call,
  about,
  find,
  add,
  program,
  conversion,
  isAffiliate,
}: Account): outcomes.Taker {
  const holdDays = program.conversions.find(({ name }) => name === conversion)?.holdDays ?? 0
  const post = (path: string, json: Fields, repeatable = true) =>
    call({ method: 'POST', path, json, repeatable })

  async function trigger(friend: Fields, order: string): Promise<outcomes.Outcome> {
    const who = { code: idOf(friend) }
    const counted = textOf(fieldsOf(friend.metadata)[mark])
    if (counted !== undefined && counted !== order) return outcomes.friendKnown
    if (friend.referralStatus === 'CREDIT_AWARDED')
      return counted === order ? outcomes.orderKnown : outcomes.friendKnown
    if (counted === undefined)
      await post(about(who), { metadata: { ...fieldsOf(friend.metadata), [mark]: order } })
    // GrowSurf credits a friend once, so that asking again is no harm.
    const { success } = await post(about(who, 'ref'), holdDays > 0 ? { delayInDays: holdDays } : {})
    return success === false ? outcomes.orderKnown : outcomes.accepted
  }

  async function conversionOf({ name, code, customer, order, currency, amount, at }: EventOf<'conversion'>) {
    const email = customer?.email?.toLowerCase()
    if (!email) return outcomes.friendEmailMissing(vendor)
    const referral = { referredBy: code, metadata: { [mark]: order } }
    const friend = code === undefined ? await find({ email }) : await add(email, customer?.name, referral)
    const referrer = textOf(friend?.referredBy) ?? textOf(fieldsOf(friend?.referrer).id)
    if (!friend || referrer === undefined) return outcomes.notReferred
    if (name !== conversion) return outcomes.accepted
    if (!isAffiliate) return trigger(friend, order)
    const sale = { currency, grossAmount: amount, orderId: order, paidAt: at }
    const { duplicate } = await post(about({ code: idOf(friend) }, 'transaction'), sale)
    return duplicate === true ? outcomes.orderKnown : outcomes.accepted
  }

  async function takeBack({ order, amount, customer }: EventOf<'refund'>): Promise<outcomes.Outcome> {
    if (!customer?.email) return outcomes.friendEmailMissing(vendor)
    const who = { email: customer.email }
    // A referral is one reward for one friend: a part that comes back changes nothing.
    if (!isAffiliate && amount !== undefined) return outcomes.notKept
    const refund = { orderId: order, amendmentType: 'REFUND', ...present({ amountRefunded: amount }) }
    if (isAffiliate) await post(about(who, 'transaction', 'refund'), refund, false)
    else await call({ method: 'DELETE', path: about(who, 'ref'), repeatable: true })
    return outcomes.accepted
  }

  return {
    conversion: conversionOf,
    refund: (event) =>
      takeBack(event).catch((error: unknown) => {
        const { words, inDoubt } = failureOf(error) ?? {}
        if (hasStatus(error, 400, 404)) return outcomes.refundRefused(vendor, words)
        if (!isAffiliate || !inDoubt) throw error
        return outcomes.inDoubt(
          'GrowSurf may have the refund. Look in its dashboard before you send it again.',
        )
      }),
  }
}
